"""规则语言: the small language of indicators, checks and messages. ``parse`` makes a tree whose names are known and whose kinds fit; a ``Reader`` values it.

Names. F13.enrolled: a cell · K109: another indicator · SYS.today: known to the platform (``functions.SYSTEM``) · last(x): the same in the return of the
year before · sum(F10.stu; condition), max, count(F10; condition), distinct(left(F10.major_code,2); condition): over the rows of a form. In a condition a
bare name is a field of the form counted, and F10.stu the row the rule is about; `in 1,4` is one of these codes; level>=市 is 市 or higher in the field's
ranks. greatest, least, abs, left(x,n), mid(x,from,n), notnull(x), nz(x), pct(a,b) = 100*a/b, known_major(x) (in the catalogue, or lodged), uscc_ok(x);
province(F10.emp, F10.grad; by major_code), in a condition only: 100*(sum of emp)/(sum of grad) over all rows of the province with the same key (stage 2).

Empty is not 0. A result is empty (None) if any operand is, or if it would divide by 0, with these exceptions only:
- nz(x) is 0 (for a yes/no: no) where x is empty; but a result all of whose cells are empty is empty, and an aggregate is such a result of its own;
- notnull is never empty; distinct leaves empty cells out;
- in a condition `no and empty` is no. Any other condition that rests on an empty cell makes the result empty.
A rows form declared to have no rows gives sum, count, distinct 0 and max empty; one not declared so gives empty.

Decimals throughout, compared unrounded; choices by their code, dates by day (their difference is in days), a yearmonth as its first day.
A check that names cells of one rows form outside an aggregate is read for each of its rows; with an empty result it is not decided.
"""
