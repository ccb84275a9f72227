// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.simulate.run.RunLimits;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class RunBoundsTest {
    /** Of 100,000 requests as in a conversation some 130 MiB, of their bare table 38 MiB. */
    private final RunBounds bounds = new RunBounds(new RunLimits(64 << 20, 3_600));

    private Optional<String> refusal(String trace, int requests) {
        return bounds.refusal(RunAsked.of(trace, 1, requests, Optional.empty()));
    }

    @Test
    void takesAConversationsLengthsForAConversationAlone() {
        assertTrue(refusal(RunAsked.CONVERSATION, 100_000).isPresent());
        assertEquals(Optional.empty(), refusal(RunAsked.PLANNED, 100_000));
        assertEquals(Optional.empty(), refusal("azure:short.csv", 100_000));
    }

    @Test
    void refusesWhatNoLengthsWouldMakeFit() {
        var why = refusal("azure:short.csv", 1_000_000).orElseThrow();
        assertTrue(why.contains("ask for at most some 167,7"), why);
    }
}
