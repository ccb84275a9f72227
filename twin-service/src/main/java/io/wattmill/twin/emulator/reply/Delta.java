// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;
import io.wattmill.twin.emulator.text.Channel;
import io.wattmill.twin.emulator.wire.Json;

import java.util.Optional;

/**
 * What one token adds to one choice of a stream.
 *
 * @param choice index of the choice
 * @param channel where the text belongs
 * @param opens whether it is the first there
 * @param text that may be sent now, possibly none
 * @param logprob of the token, if they were asked for
 * @param textOffset characters of the choice before this text
 * @param ending why the choice ends here, if it does
 * @param usage so far, if it was asked for in each chunk
 */
record Delta(
        int choice,
        Channel channel,
        boolean opens,
        String text,
        Optional<TokenLogprob> logprob,
        int textOffset,
        Optional<Ending> ending,
        Optional<Usage> usage) {

    /**
     * The end of a choice.
     *
     * @param reason why
     * @param stop the text that ended it, if one of the stop strings did
     */
    record Ending(FinishReason reason, Optional<String> stop) {

        /** The members that tell it. */
        String json() {
            return "\"finish_reason\":\"" + reason.word() + "\",\"stop_reason\":" + stopText();
        }

        /** The stop string as JSON. */
        String stopText() {
            return stop.map(text -> "\"" + Json.quoted(text) + "\"").orElse("null");
        }
    }

    /** The same with these figures. */
    Delta with(Optional<Usage> figures) {
        return new Delta(choice, channel, opens, text, logprob, textOffset, ending, figures);
    }

    /** Whether there is nothing to tell. */
    boolean isSilent() {
        boolean says = opens && channel instanceof Channel.Call || !text.isEmpty();
        return !says && ending.isEmpty() && logprob.isEmpty();
    }
}
