// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.telemetry;

import java.util.HexFormat;
import java.util.UUID;

/** Ids of spans that nobody records: made of the request's own id, which is never used twice. */
public final class SpanIds {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private SpanIds() {}

    /**
     * The span id of one call that request {@code requestId} makes.
     *
     * @param requestId a UUID of version 7
     * @param call 0 for a service behind the gateway, else which attempt
     */
    public static String of(String requestId, int call) {
        UUID id = UUID.fromString(requestId);
        long mixed =
                mix(
                        id.getLeastSignificantBits()
                                ^ mix(id.getMostSignificantBits() + call * GOLDEN));
        return HexFormat.of().toHexDigits(mixed == 0 ? 1 : mixed);
    }

    /**
     * Every bit of the sum in every bit of the result: Stafford's variant 13 of a 64-bit finalizer.
     */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
