/** Screens that plugins bring. */
export const en = {
  question: 'A question',
  askedBy: 'Asked by the plugin “{plugin}”',
  by: 'plugin “{plugin}”',
  understood: 'Understood',
  failed: '“{screen}” does not work',
  notLoaded: 'This screen of a plugin cannot be shown',
  toPlugin: 'To the plugin “{plugin}”',
  noPage: 'There is no such page, or it is not for you',
  place: 'Add screen',
  shownBy: 'Screen of the plugin “{plugin}”',
  screen: 'Screen',
  preview: 'Here stands the screen “{screen}” of the plugin',
};

export const zh: typeof en = {
  question: '请确认',
  askedBy: '由插件“{plugin}”提出',
  by: '插件“{plugin}”',
  understood: '知道了',
  failed: '“{screen}”无法正常工作',
  notLoaded: '无法显示该插件界面',
  toPlugin: '查看插件“{plugin}”',
  noPage: '没有该页面，或您无权查看',
  place: '添加插件界面',
  shownBy: '插件“{plugin}”的界面',
  screen: '插件界面',
  preview: '此处显示插件界面“{screen}”',
};
