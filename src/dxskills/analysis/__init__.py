"""Questions in, frozen result objects out; nothing here writes an entry.

``report.report`` · ``explanation.why`` (worded by ``sentences.sentences``) · ``person_records.person_page`` ·
``staff_list.staff_list`` · ``history.log`` · ``checking.check``. What a question is asked about is a
:class:`~dxskills.analysis.question.Question`; what it is asked of is an index that has caught up.
"""
