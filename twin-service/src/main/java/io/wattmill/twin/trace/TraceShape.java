// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace;

/**
 * What a made-up trace looks like.
 *
 * @param requestsPerSecond mean rate of a Poisson process
 * @param firstPrompt prompts that open a conversation
 * @param addedPrompt what a later turn adds to the whole blocks of the turn before
 * @param continuationShare part of the requests that continue a conversation, 0 to 1
 * @param openConversations how many can be continued; a new one beyond takes a random one's place
 * @param answer lengths of ordinary answers
 * @param shortAnswerShare part of the answers that are short, 0 to 1
 * @param shortAnswerMaxTokens short answers are evenly spread from 1 to this
 */
public record TraceShape(
        double requestsPerSecond,
        LengthShape firstPrompt,
        LengthShape addedPrompt,
        double continuationShare,
        int openConversations,
        LengthShape answer,
        double shortAnswerShare,
        int shortAnswerMaxTokens) {

    /**
     * Mooncake's conversation trace (kvcache-ai/Mooncake at 3b5a594, FAST '25 release), fitted by
     * its quantiles: 3.40 requests/s, prompts 12,035 tokens in the mean, median 6,909, p99 85,400;
     * answers 343, 350, 1,119; the first block in every request; 36.6 % of all blocks reusable.
     */
    public static TraceShape conversation() {
        return new TraceShape(
                3.40,
                new LengthShape(4_965, 1.26, 891, 126_195),
                new LengthShape(829, 1.65, 1, 126_195),
                0.39,
                500,
                new LengthShape(395, 0.38, 1, 2_000),
                0.20,
                100);
    }
}
