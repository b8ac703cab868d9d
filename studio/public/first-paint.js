// Runs before the first paint, so that neither the theme nor the language flashes. Same keys as src/stores/preferences.ts.
(function () {
  var root = document.documentElement;
  var read = function (key) {
    try {
      return JSON.parse(localStorage.getItem('strata.' + key));
    } catch {
      return null;
    }
  };
  var theme = read('theme');
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.classList.toggle('dark', dark);
  root.dataset.density = read('density') === 'comfortable' ? 'comfortable' : 'compact';
  var locale = read('locale') || (/^zh/i.test(navigator.language) ? 'zh' : 'en');
  root.lang = locale === 'zh' ? 'zh-CN' : 'en';
})();
