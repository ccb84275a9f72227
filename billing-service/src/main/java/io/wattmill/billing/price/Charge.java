// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

/** What a request is charged, by meter, in nano-units of the currency. */
public record Charge(long inputNano, long cacheReadNano, long cacheWriteNano, long outputNano) {

    /** Nothing. */
    public static final Charge NONE = new Charge(0, 0, 0, 0);

    /** The charge for tokens at a price: each meter rounded by itself, then summed. */
    public static Charge of(Tokens tokens, ModelPrice price) {
        return new Charge(
                price.nano(Meter.INPUT_UNCACHED, tokens.inputUncached()),
                price.nano(Meter.CACHE_READ, tokens.cacheRead()),
                price.nano(Meter.CACHE_WRITE, tokens.cacheWrite()),
                price.nano(Meter.OUTPUT, tokens.output()));
    }

    /** The part of one meter. */
    public long of(Meter meter) {
        return switch (meter) {
            case INPUT_UNCACHED -> inputNano;
            case CACHE_READ -> cacheReadNano;
            case CACHE_WRITE -> cacheWriteNano;
            case OUTPUT -> outputNano;
        };
    }

    /** The sum of the meters. */
    public long totalNano() {
        return Math.addExact(
                Math.addExact(inputNano, cacheReadNano), Math.addExact(cacheWriteNano, outputNano));
    }
}
