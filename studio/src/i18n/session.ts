/** Signing in, and one's own profile. */
export const en = {
  title: 'Sign in to Strata',
  email: 'E-mail',
  password: 'Password',
  signIn: 'Sign in',
  signingIn: 'Signing in…',
  signInWith: 'Sign in with {label}',
  emailNeeded: 'Enter your e-mail address.',
  emailWrong: 'This does not look like an e-mail address.',
  passwordNeeded: 'Enter your password.',
  showPassword: 'Show the password',
  hidePassword: 'Hide the password',
  ended: 'Your session has ended. Sign in again to go on where you were.',
};

export const zh: typeof en = {
  title: '登录 Strata',
  email: '邮箱',
  password: '密码',
  signIn: '登录',
  signingIn: '正在登录…',
  signInWith: '使用{label}登录',
  emailNeeded: '请输入邮箱。',
  emailWrong: '邮箱格式不正确。',
  passwordNeeded: '请输入密码。',
  showPassword: '显示密码',
  hidePassword: '隐藏密码',
  ended: '会话已失效，重新登录后可继续之前的工作。',
};
