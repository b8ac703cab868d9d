/**
 * The objects of a Strata workspace, written by `strata types`. Do not edit: run it again.
 */

/**
 * Every object of the workspace, by its name in the API.
 */
export interface StrataObjects {
  account: Account
  activity: Activity
  campaign: Campaign
  case: Case
  contact: Contact
  lead: Lead
  opportunity: Opportunity
  product: Product
  team: Team
  user: User
}
/**
 * A company or organisation we deal with.
 */
export interface Account {
  /**
   * Name
   */
  name?: (string | null)
  /**
   * Type
   */
  type?: (("prospect" | "customer" | "partner" | "supplier" | "competitor") | null)
  /**
   * Industry
   */
  industry?: (("manufacturing" | "technology" | "retail" | "finance" | "medical" | "education" | "energy" | "logistics" | "telecommunications" | "software" | "services" | "marketing" | "entertainment" | "employment" | "government" | "nonprofit" | "other") | null)
  /**
   * Id of a record of account.
   */
  parent?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Key account
   */
  key_account?: (boolean | null)
  /**
   * Phone
   */
  phone?: (string | null)
  /**
   * E-mail
   */
  email?: (string | null)
  /**
   * Website
   */
  website?: (string | null)
  /**
   * Employees
   */
  employees?: (number | null)
  /**
   * Annual revenue
   */
  annual_revenue?: ({
    amount: string
    currency: string
  } | null)
  /**
   * Credit term (days)
   */
  credit_days?: (number | null)
  /**
   * Customer since
   */
  customer_since?: (string | null)
  /**
   * Country
   */
  country?: (string | null)
  /**
   * Province or state
   */
  province?: (string | null)
  /**
   * City
   */
  city?: (string | null)
  /**
   * Address
   */
  address?: (string | null)
  /**
   * Postal code
   */
  postal_code?: (string | null)
  /**
   * Description
   */
  description?: (string | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of account.
   */
  id: string
}
/**
 * A call, meeting, e-mail, note or task.
 */
export interface Activity {
  /**
   * Subject
   */
  subject?: (string | null)
  /**
   * Type
   */
  type?: (("note" | "call" | "meeting" | "email" | "task") | null)
  /**
   * Status
   */
  status?: (("planned" | "done" | "cancelled") | null)
  /**
   * When
   */
  at?: (string | null)
  /**
   * Due date
   */
  due_date?: (string | null)
  /**
   * Minutes
   */
  duration_minutes?: (number | null)
  /**
   * Priority
   */
  priority?: (("urgent" | "high" | "normal" | "low") | null)
  /**
   * Direction
   */
  direction?: (("inbound" | "outbound") | null)
  /**
   * Id of a record of account.
   */
  account?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a record of contact.
   */
  contact?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a record of lead.
   */
  lead?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a record of opportunity.
   */
  opportunity?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a record of case.
   */
  case?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a record of campaign.
   */
  campaign?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Content
   */
  body?: (string | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of activity.
   */
  id: string
}
/**
 * An effort to win attention: an event, a mailing, a webinar.
 */
export interface Campaign {
  /**
   * Name
   */
  name?: (string | null)
  /**
   * Type
   */
  type?: (("event" | "webinar" | "email" | "advertisement" | "social" | "referral") | null)
  /**
   * Status
   */
  status?: (("planned" | "active" | "completed" | "cancelled") | null)
  /**
   * Start
   */
  start_date?: (string | null)
  /**
   * End
   */
  end_date?: (string | null)
  /**
   * Budget
   */
  budget?: ({
    amount: string
    currency: string
  } | null)
  /**
   * Actual cost
   */
  actual_cost?: ({
    amount: string
    currency: string
  } | null)
  /**
   * Expected revenue
   */
  expected_revenue?: ({
    amount: string
    currency: string
  } | null)
  /**
   * Budget left
   */
  remaining_budget?: (string | null)
  /**
   * In per cent: "12.5" is 12.5 %.
   */
  expected_response?: (string | null)
  /**
   * Id of a record of campaign.
   */
  parent?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Description
   */
  description?: (string | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of campaign.
   */
  id: string
}
/**
 * A question, problem or complaint of a customer.
 */
export interface Case {
  /**
   * Subject
   */
  subject?: (string | null)
  /**
   * Number
   */
  number?: (string | null)
  /**
   * Status
   */
  status?: (("new" | "in_progress" | "waiting" | "resolved" | "closed") | null)
  /**
   * Priority
   */
  priority?: (("urgent" | "high" | "normal" | "low") | null)
  /**
   * Type
   */
  type?: (("question" | "problem" | "complaint" | "return") | null)
  /**
   * Channel
   */
  channel?: (("phone" | "email" | "web" | "wechat" | "visit") | null)
  /**
   * Id of a record of account.
   */
  account?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a record of contact.
   */
  contact?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a record of product.
   */
  product?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Due
   */
  due_at?: (string | null)
  /**
   * Resolved at
   */
  resolved_at?: (string | null)
  /**
   * Description
   */
  description?: (string | null)
  /**
   * Resolution
   */
  resolution?: (string | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of case.
   */
  id: string
}
/**
 * A person at an account, or a customer in person.
 */
export interface Contact {
  /**
   * Name
   */
  name?: (string | null)
  /**
   * Id of a record of account.
   */
  account?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Salutation
   */
  salutation?: (("mr" | "ms" | "dr" | "prof") | null)
  /**
   * Job title
   */
  job_title?: (string | null)
  /**
   * Department
   */
  department?: (string | null)
  /**
   * Buying role
   */
  buying_role?: (("decision_maker" | "influencer" | "user" | "gatekeeper") | null)
  /**
   * Mobile
   */
  mobile?: (string | null)
  /**
   * Phone
   */
  phone?: (string | null)
  /**
   * E-mail
   */
  email?: (string | null)
  /**
   * WeChat
   */
  wechat?: (string | null)
  /**
   * Birthday
   */
  birthday?: (string | null)
  /**
   * Preferred channels
   */
  preferred_channel?: (("phone" | "email" | "wechat" | "visit")[] | null)
  /**
   * Do not contact
   */
  do_not_contact?: (boolean | null)
  /**
   * Source
   */
  source?: (("website" | "referral" | "event" | "phone" | "email" | "wechat" | "advertisement" | "partner" | "other") | null)
  /**
   * Description
   */
  description?: (string | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of contact.
   */
  id: string
}
/**
 * Somebody who may become a customer.
 */
export interface Lead {
  /**
   * Name
   */
  name?: (string | null)
  /**
   * Company
   */
  company?: (string | null)
  /**
   * Job title
   */
  job_title?: (string | null)
  /**
   * Status
   */
  status?: (("new" | "contacted" | "qualified" | "converted" | "unqualified") | null)
  /**
   * Rating
   */
  rating?: (("hot" | "warm" | "cold") | null)
  /**
   * Source
   */
  source?: (("website" | "referral" | "event" | "phone" | "email" | "wechat" | "advertisement" | "partner" | "other") | null)
  /**
   * Id of a record of campaign.
   */
  campaign?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Industry
   */
  industry?: (("manufacturing" | "technology" | "retail" | "finance" | "medical" | "education" | "energy" | "logistics" | "telecommunications" | "software" | "services" | "marketing" | "entertainment" | "employment" | "government" | "nonprofit" | "other") | null)
  /**
   * E-mail
   */
  email?: (string | null)
  /**
   * Mobile
   */
  mobile?: (string | null)
  /**
   * WeChat
   */
  wechat?: (string | null)
  /**
   * City
   */
  city?: (string | null)
  /**
   * Expected amount
   */
  expected_amount?: ({
    amount: string
    currency: string
  } | null)
  /**
   * Id of a record of account.
   */
  account?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Reason not qualified
   */
  unqualified_reason?: (string | null)
  /**
   * Description
   */
  description?: (string | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of lead.
   */
  id: string
}
/**
 * A sale in the making.
 */
export interface Opportunity {
  /**
   * Name
   */
  name?: (string | null)
  /**
   * Number
   */
  number?: (string | null)
  /**
   * Id of a record of account.
   */
  account?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a record of contact.
   */
  contact?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Stage
   */
  stage?: (("prospecting" | "qualification" | "proposal" | "negotiation" | "won" | "lost") | null)
  /**
   * Amount
   */
  amount?: ({
    amount: string
    currency: string
  } | null)
  /**
   * In per cent: "12.5" is 12.5 %.
   */
  probability?: (string | null)
  /**
   * Weighted amount
   */
  weighted_amount?: (string | null)
  /**
   * Close date
   */
  close_date?: (string | null)
  /**
   * Type
   */
  type?: (("new_business" | "expansion" | "renewal") | null)
  /**
   * Source
   */
  source?: (("website" | "referral" | "event" | "phone" | "email" | "wechat" | "advertisement" | "partner" | "other") | null)
  /**
   * Id of a record of campaign.
   */
  campaign?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Competitor
   */
  competitor?: (string | null)
  /**
   * Next step
   */
  next_step?: (string | null)
  /**
   * Reason lost
   */
  lost_reason?: (("price" | "competitor" | "no_budget" | "no_decision" | "product" | "other") | null)
  /**
   * Description
   */
  description?: (string | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of opportunity.
   */
  id: string
}
/**
 * What we sell.
 */
export interface Product {
  /**
   * Name
   */
  name?: (string | null)
  /**
   * Code
   */
  code?: (string | null)
  /**
   * Family
   */
  family?: (string | null)
  /**
   * Price
   */
  price?: ({
    amount: string
    currency: string
  } | null)
  /**
   * Cost
   */
  cost?: ({
    amount: string
    currency: string
  } | null)
  /**
   * Margin %
   */
  margin?: (string | null)
  /**
   * Unit
   */
  unit?: (string | null)
  /**
   * On sale
   */
  active?: (boolean | null)
  /**
   * Description
   */
  description?: (string | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of product.
   */
  id: string
}
/**
 * Team
 */
export interface Team {
  /**
   * Name
   */
  name?: (string | null)
  /**
   * Id of a record of team.
   */
  parent?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a user.
   */
  manager?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of team.
   */
  id: string
}
/**
 * User
 */
export interface User {
  /**
   * Name
   */
  name?: (string | null)
  /**
   * E-mail
   */
  email?: (string | null)
  /**
   * Id of a record of team.
   */
  team?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Active
   */
  active?: (boolean | null)
  /**
   * Id of a user.
   */
  owner?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Created at
   */
  created_at?: (string | null)
  /**
   * Id of a user.
   */
  created_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Updated at
   */
  updated_at?: (string | null)
  /**
   * Id of a user.
   */
  updated_by?: (string | null | {
    id: string
    [k: string]: unknown
  })
  /**
   * Version
   */
  version?: (number | null)
  /**
   * Deleted at
   */
  deleted_at?: (string | null)
  /**
   * Id of a record of user.
   */
  id: string
}
