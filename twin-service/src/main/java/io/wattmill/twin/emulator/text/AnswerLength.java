// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import java.util.List;

/**
 * How long an answer gets, and why it ends there.
 *
 * @param tokens tokens that the engine makes for it, at least 1
 * @param reason why it ends
 */
public record AnswerLength(int tokens, FinishReason reason) {

    /** Why an answer ends, in OpenAI's words. */
    public enum FinishReason {
        /** It came to its natural end, or to a stop string. */
        STOP("stop"),
        /** It ends so that the caller can answer its calls. */
        TOOL_CALLS("tool_calls"),
        /** It came to the highest length that the request or the model allows. */
        LENGTH("length");

        private final String word;

        FinishReason(String word) {
            this.word = word;
        }

        /** As it stands in responses. */
        public String word() {
            return word;
        }
    }

    /**
     * The length under the limits of one request.
     *
     * @param speech what is said
     * @param maxTokens highest number of tokens, at least 1
     * @param ignoreEos whether the natural end is ignored where there is more to say
     * @param stops texts that end the answer
     */
    public static AnswerLength of(
            Speech speech, int maxTokens, boolean ignoreEos, List<String> stops) {
        boolean ends = !ignoreEos || !speech.endless();
        boolean natural = ends && speech.naturalTokens() <= maxTokens;
        int most = natural ? speech.naturalTokens() : maxTokens;
        var transcript = new Transcript(speech, stops);
        while (!stops.isEmpty() && transcript.tokens() < most && !transcript.stopped()) {
            transcript.next();
        }
        return transcript.stopped()
                ? new AnswerLength(transcript.tokens(), FinishReason.STOP)
                : new AnswerLength(most, natural ? FinishReason.STOP : FinishReason.LENGTH);
    }
}
