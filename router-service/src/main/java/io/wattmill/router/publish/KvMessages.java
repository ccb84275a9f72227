// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.publish;

import io.wattmill.contract.fleet.v1.KvHearing;
import io.wattmill.router.prefix.CacheAccuracy;
import io.wattmill.router.told.Heard;
import io.wattmill.router.told.Hearing;
import io.wattmill.router.told.ToldCache;

/** What an engine tells of its cache, and whether it is so, as the wire has it. */
final class KvMessages {
    private KvMessages() {}

    static KvHearing of(ToldCache cache) {
        Heard heard = cache.heard();
        CacheAccuracy.Totals totals = cache.accuracy().totals();
        return KvHearing.newBuilder()
                .setState(state(heard.how()))
                .setBecause(heard.why())
                .setBlocks(cache.blocks())
                .setRequests(totals.requests())
                .setExpectedTokens(totals.expectedTokens())
                .setReportedTokens(totals.reportedTokens())
                .setMissedTokens(totals.missedTokens())
                .setSurplusTokens(totals.surplusTokens())
                .build();
    }

    private static KvHearing.State state(Hearing hearing) {
        return switch (hearing) {
            case OFF -> KvHearing.State.STATE_OFF;
            case BLIND -> KvHearing.State.STATE_BLIND;
            case PARTIAL -> KvHearing.State.STATE_PARTIAL;
            case EXACT -> KvHearing.State.STATE_EXACT;
        };
    }
}
