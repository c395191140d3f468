"""What funding's commands share: verbs of `funding.verbs`, and the faults of a file told each by itself."""

from __future__ import annotations

from filiera.common.terminal import NO_FILE, Faulty
from filiera.common.verbs import Options, Told, VerbCommand


class FundingCommand(VerbCommand):
    """A command whose verbs are functions of `funding.verbs`."""

    package = "filiera.funding.verbs"

    def told(self, options: Options) -> Told:
        """Do what the verb says. Raises CommandError with the words of a refusal or of each fault of a file."""
        from filiera.funding.files import UnreadableFile
        from filiera.funding.wording_files import fault_shape, fault_words

        try:
            return super().told(options)
        except UnreadableFile as error:
            words = "\n".join(fault_words(fault) for fault in error.faults)
            raise Faulty(words, [fault_shape(fault) for fault in error.faults], returncode=NO_FILE) from error
