// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.evaluate;

import io.wattmill.twin.trace.BlockIds;
import io.wattmill.twin.trace.ChainedTrace;
import io.wattmill.twin.trace.Chains;
import io.wattmill.twin.trace.Chance;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceRequest;

/**
 * A few sessions as many: all of them again and again, each time for another tenant, whose prompts
 * share no block with another's, and each session at a time of its own, evenly spread. As many
 * sessions in an hour as were recorded in one; the speed of the trace makes them more.
 */
final class Tenants {
    private static final long SALT = 0x9E3779B97F4A7C15L;

    private final Trace recorded;
    private final Chance chance;
    private final long spanUs;
    private final ChainedTrace repeated = new ChainedTrace();

    private Tenants(Trace recorded, int tenants, long seed) {
        this.recorded = recorded;
        this.chance = new Chance(seed);
        this.spanUs = Math.max(1, recorded.spanUs()) * tenants;
    }

    /**
     * Repeats a trace of sessions.
     *
     * @param wanted requests; whole tenants, so that some more may come
     */
    static Trace of(Trace recorded, int wanted, long seed) {
        int tenants = Math.ceilDiv(wanted, recorded.requests().size());
        Tenants all = new Tenants(recorded, tenants, seed);
        for (int tenant = 0; tenant < tenants; tenant++) {
            all.add(tenant);
        }
        return all.repeated.trace(recorded.name());
    }

    private void add(int tenant) {
        int[] placed = new int[recorded.requests().size()];
        long[] shiftUs = new long[placed.length];
        for (int i = 0; i < placed.length; i++) {
            TraceRequest one = recorded.requests().get(i);
            int after = recorded.chains().after(i);
            boolean first = after == Chains.FIRST;
            shiftUs[i] = first ? startUs() - one.arrivalUs() : shiftUs[after];
            placed[i] =
                    repeated.add(
                            salted(one, tenant).at(one.arrivalUs() + shiftUs[i]),
                            first ? Chains.FIRST : placed[after],
                            recorded.chains().waitUs(i));
        }
    }

    private long startUs() {
        return (long) (chance.unit() * spanUs);
    }

    private static TraceRequest salted(TraceRequest one, int tenant) {
        BlockIds blocks = one.blocks();
        long[] ids = new long[blocks.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = blocks.at(i) ^ tenant * SALT;
        }
        return new TraceRequest(
                one.index(),
                one.arrivalUs(),
                one.inputTokens(),
                one.outputTokens(),
                BlockIds.sized(blocks.blockTokens(), ids));
    }
}
