/** Devices, second factor: what keeps an account one's own. */
export const en = {
  sessions: {
    title: 'Devices',
    intro: 'Where you are signed in. End what you do not know, then change your password.',
    introOf: 'Where this person is signed in.',
    here: 'this device',
    on: '{browser} on {system}',
    unknown: 'A program',
    seen: 'last used {when}',
    since: 'since {when}',
    end: 'Sign out',
    endOthers: 'Sign out everywhere else',
    endAll: 'Sign out everywhere',
    ended: 'Nothing to end | {n} device is signed out | {n} devices are signed out',
    none: 'Not signed in anywhere.',
  },
};

export const zh: typeof en = {
  sessions: {
    title: '登录设备',
    intro: '您在这些设备上处于登录状态。如有不认识的设备，请先下线，再修改密码。',
    introOf: '此人在这些设备上处于登录状态。',
    here: '本设备',
    on: '{system} 上的 {browser}',
    unknown: '程序',
    seen: '最近使用：{when}',
    since: '登录于 {when}',
    end: '下线',
    endOthers: '下线其他所有设备',
    endAll: '下线所有设备',
    ended: '没有可下线的设备 | 已下线 {n} 台设备 | 已下线 {n} 台设备',
    none: '目前没有登录任何设备。',
  },
};
