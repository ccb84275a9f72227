// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.trace.format;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.ChainedTrace;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Makes requests of the texts of sessions, and lets the texts go. Two things are assumed, for the
 * recording has no token counts and no ends: {@value #CHARS_PER_TOKEN} characters per token, and
 * that an answer took {@value #RECORDED_TOKENS_PER_SECOND} tokens per second to write; what is left
 * of the time to the next turn is the tool's or the user's.
 */
final class SessionTurns {
    private static final int CHARS_PER_TOKEN = 4;
    private static final int RECORDED_TOKENS_PER_SECOND = 60;
    private static final int BLOCK_TOKENS = 16;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    private SessionTurns() {}

    /** One turn, at the time at which it was recorded. */
    static TraceRequest turn(long atUs, String input, String output) {
        return new TraceRequest(
                0, atUs, tokens(input.length()), tokens(output.length()), blocks(input));
    }

    static Trace trace(String name, Collection<List<TraceRequest>> sessions) {
        ChainedTrace turns = new ChainedTrace();
        for (List<TraceRequest> session : sessions) {
            List<TraceRequest> ordered = new ArrayList<>(session);
            ordered.sort(Comparator.comparingLong(TraceRequest::arrivalUs));
            int before = Chains.FIRST;
            long waitUs = 0;
            for (int i = 0; i < ordered.size(); i++) {
                TraceRequest turn = ordered.get(i);
                // Only the first turn has a time of its own: the others come when they can.
                before = turns.add(turn.at(ordered.getFirst().arrivalUs()), before, waitUs);
                waitUs = i + 1 < ordered.size() ? toolUs(turn, ordered.get(i + 1)) : 0;
            }
        }
        return turns.trace(name);
    }

    private static long toolUs(TraceRequest turn, TraceRequest next) {
        long answerUs = turn.outputTokens() * 1_000_000L / RECORDED_TOKENS_PER_SECOND;
        return Math.max(0, next.arrivalUs() - turn.arrivalUs() - answerUs);
    }

    private static int tokens(int chars) {
        return Math.max(1, Math.ceilDiv(chars, CHARS_PER_TOKEN));
    }

    /** Chained: an id stands for its block and all before it (FNV-1a over the characters). */
    private static BlockIds blocks(String text) {
        int blockChars = BLOCK_TOKENS * CHARS_PER_TOKEN;
        long[] ids = new long[Math.max(1, Math.ceilDiv(text.length(), blockChars))];
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
            ids[i / blockChars] = hash;
        }
        return BlockIds.sized(BLOCK_TOKENS, ids);
    }
}
