"""Composing: which candidates together cover what a call asks for, within its rules, exactly and with reasons.

Vocabulary: a *requirement* is something to cover, with a weight; a *candidate* covers requirements with strengths in [0, 1];
the *chosen* are a consortium; a *rule* bears the name it has in the call, several may share one; *wishes* are the office's
own rules; a *conflict* is a smallest set of names that nobody can satisfy together, a *remedy* a change that undoes it.
No Django here, and nothing of the registry: callers say what they know of a candidate by tags and values.
"""
