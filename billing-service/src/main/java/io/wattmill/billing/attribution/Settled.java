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
     * The rules of waiting, microseconds.
     *
     * @param silenceUs a gateway that told nothing for longer is not waited for
     * @param lagUs how long a gateway may serve before it first tells anything
     */
    public record Patience(long silenceUs, long lagUs) {}

    /**
     * The lowest watermark of the gateways that are alive, but not the last moments: a gateway that
     * has just started is heard only after a while. Where none is alive one may still be on its
     * way, for as long as it may be silent.
     *
     * @param openedAtUs when billing began to listen: a gateway is not silent before billing could
     *     hear it
     * @return epoch microseconds
     */
    public static long through(
            List<GatewayMark> gateways, long openedAtUs, long nowUs, Patience patience) {
        long quietSince = nowUs - patience.silenceUs();
        long watermark =
                gateways.stream()
                        .filter(gateway -> Math.max(gateway.seenAtUs(), openedAtUs) > quietSince)
                        .mapToLong(GatewayMark::watermarkUs)
                        .min()
                        .orElse(quietSince);
        return Math.min(watermark, nowUs - patience.lagUs());
    }
}
