// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.attribution;

import java.util.List;

/** How far usage has settled: up to where a window cannot get another request. */
public final class Settled {

    private Settled() {}

    /**
     * What a gateway last told.
     *
     * @param watermarkUs every request that it admitted before is settled
     * @param seenAtUs when it told
     */
    public record GatewayMark(long watermarkUs, long seenAtUs) {}

    /**
     * The lowest watermark of the gateways that are alive.
     *
     * @param openedAtUs when billing began to listen: a gateway is not silent before billing could hear it
     * @param silenceUs how long a gateway may be silent and still count as alive
     * @return epoch microseconds; without any live gateway {@code nowUs}, but nothing until billing has listened for
     *     {@code silenceUs}
     */
    public static long through(List<GatewayMark> gateways, long openedAtUs, long nowUs, long silenceUs) {
        long quietSince = nowUs - silenceUs;
        boolean listening = openedAtUs > quietSince;
        long none = listening && gateways.isEmpty() ? Long.MIN_VALUE : nowUs;
        return gateways.stream()
                .filter(gateway -> Math.max(gateway.seenAtUs(), openedAtUs) > quietSince)
                .mapToLong(GatewayMark::watermarkUs)
                .min()
                .orElse(none);
    }
}
