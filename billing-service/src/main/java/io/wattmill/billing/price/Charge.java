// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/**
 * What a request is charged, by meter, in nano-units of the currency; each meter is rounded by
 * itself.
 *
 * @param reasoningNano 0 where the book prices reasoning as output
 */
public record Charge(
        long inputNano,
        long cacheReadNano,
        long cacheWriteNano,
        long outputNano,
        long reasoningNano) {

    /** Nothing. */
    public static final Charge NONE = new Charge(0, 0, 0, 0, 0);

    /** The part of one meter. */
    public long of(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> inputNano;
            case CACHE_READ -> cacheReadNano;
            case CACHE_WRITE -> cacheWriteNano;
            case OUTPUT -> outputNano;
            case REASONING -> reasoningNano;
        };
    }

    /** The sum of the meters. */
    public long totalNano() {
        return Math.addExact(
                Math.addExact(inputNano, cacheReadNano),
                Math.addExact(cacheWriteNano, Math.addExact(outputNano, reasoningNano)));
    }
}
