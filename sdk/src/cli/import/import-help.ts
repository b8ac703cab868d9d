export const importHelp = {
  en: `
Reads a CSV file (UTF-8, GB18030 or Big5), matches its columns to fields, shows what each row
would do and what is wrong, and imports the rows that are right.

  --object <name>             into which object: account, contact …
  --key <field>               find existing records by this field and update them
  --map <column=field>        where a column goes; empty field: nowhere. Or a JSON file:
                              {"column": "field", "other": null}. May be repeated.
  --replace <col:value=other> take another value instead, in all rows; empty: leave empty.
                              May be repeated.
  --accept-suggestions        take every correction the preview suggests
  --dry-run                   only the preview
  -y, --yes                   do not ask
  --errors <file>             write the rows that did not go in to this CSV file
  --encoding, --separator, --no-header   where the guess is wrong
  --undo <id>                 take an import back

Ends with 0 when every row is right, 3 when some are not, 1 when the server refuses, 2 when the
command is wrong.`,
  zh: `
读取 CSV 文件（UTF-8、GB18030 或 Big5），把列匹配到字段，预览每一行的结果和错误，然后导入正确的行。

  --object <名称>             导入到哪个对象：account、contact……
  --key <字段>                按该字段查找已有记录并更新
  --map <列=字段>             指定列对应的字段；字段为空表示不导入。也可以是 JSON 文件：
                              {"列名": "字段名", "其他列": null}。可重复使用。
  --replace <列:原值=新值>    所有行中以新值代替原值；新值为空表示留空。可重复使用。
  --accept-suggestions        接受预览给出的全部更正建议
  --dry-run                   只预览
  -y, --yes                   不再询问
  --errors <文件>             把未能导入的行写入该 CSV 文件
  --encoding、--separator、--no-header   识别有误时手动指定
  --undo <编号>               撤销一次导入

退出码：0 全部正确；3 部分行有错误；1 服务器拒绝；2 命令有误。`,
};
