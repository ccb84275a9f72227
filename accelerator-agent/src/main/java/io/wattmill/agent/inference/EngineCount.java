// SPDX-License-Identifier: Apache-2.0
package io.wattmill.agent.inference;

/**
 * What makes an engine's totals comparable over time.
 *
 * @param startedAtMs when its process began, epoch milliseconds; 0 when it does not say
 * @param finishedRequests requests that it has finished since, whatever became of them
 * @param counts whether it counts all the tokens of prompts and answers, as callers are billed for
 *     them
 */
public record EngineCount(long startedAtMs, long finishedRequests, boolean counts) {

    /** Whether the process is another one by what it says: its own start, or what it finished. */
    boolean restartedSince(EngineCount before) {
        boolean bothSay = startedAtMs > 0 && before.startedAtMs > 0;
        return bothSay && startedAtMs != before.startedAtMs
                || finishedRequests < before.finishedRequests;
    }
}
