/** What /proc tells: pure parsers of its text forms, and a reader that fetches the text. See proc(5). */
package io.shrike.linux.procfs;
