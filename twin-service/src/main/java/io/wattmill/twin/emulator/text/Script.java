// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.text;

import io.wattmill.twin.emulator.text.AnswerLength.FinishReason;

import java.util.List;

/**
 * All that one choice of an answer will say, passage by passage, and where it is cut.
 *
 * @param passages in order, at least one
 * @param stops texts that end the content where they appear
 * @param length tokens over all passages, and why it ends there
 */
public record Script(List<Passage> passages, List<String> stops, AnswerLength length) {

    /**
     * One stretch of tokens on one channel.
     *
     * @param channel where they belong
     * @param speech what they say
     */
    public record Passage(Channel channel, Speech speech) {}

    /**
     * Limits of one request.
     *
     * @param maxTokens highest number of tokens over all passages, at least 1
     * @param ignoreEos whether the natural end of the last passage is ignored
     * @param stops texts that end the content
     */
    public record Bounds(int maxTokens, boolean ignoreEos, List<String> stops) {}

    /**
     * The script under the limits of its request.
     *
     * @param passages in order, at least one; only the last one may be endless
     * @param natural the reason when it comes to its own end
     */
    public static Script of(List<Passage> passages, Bounds bounds, FinishReason natural) {
        int before = 0;
        for (var passage : passages.subList(0, passages.size() - 1)) {
            before += passage.speech().naturalTokens();
        }
        var length =
                before < bounds.maxTokens()
                        ? withLast(passages.getLast(), before, bounds, natural)
                        : new AnswerLength(bounds.maxTokens(), FinishReason.LENGTH);
        return new Script(List.copyOf(passages), List.copyOf(bounds.stops()), length);
    }

    private static AnswerLength withLast(
            Passage last, int before, Bounds bounds, FinishReason natural) {
        var stops = last.channel() instanceof Channel.Content ? bounds.stops() : List.<String>of();
        int room = bounds.maxTokens() - before;
        var length = AnswerLength.of(last.speech(), room, bounds.ignoreEos(), stops);
        var reason = length.reason() == FinishReason.STOP ? natural : length.reason();
        return new AnswerLength(before + length.tokens(), reason);
    }
}
