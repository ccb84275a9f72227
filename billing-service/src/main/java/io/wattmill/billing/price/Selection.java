// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.price;

import java.util.Map;
import java.util.Optional;

/**
 * The lines that price one request.
 *
 * @param own by meter, where the book has a line of that meter's own
 */
public record Selection(Map<Meter, PriceLine> own) {

    public Selection {
        own = Map.copyOf(own);
    }

    /** The line that a meter is charged by: its own, else its stand-in's. */
    public Optional<PriceLine> line(Meter meter) {
        return Optional.ofNullable(own.get(meter))
                .or(() -> Optional.ofNullable(own.get(meter.standIn())));
    }

    /** Tokens that are charged by a meter: reasoning counts as output unless it is priced apart. */
    public long counted(Meter meter, Tokens tokens) {
        return switch (meter) {
            case INPUT_UNCACHED -> tokens.inputUncached();
            case CACHE_READ -> tokens.cacheRead();
            case CACHE_WRITE -> tokens.cacheWrite();
            case OUTPUT -> tokens.output() - apart(tokens);
            case REASONING -> apart(tokens);
        };
    }

    private long apart(Tokens tokens) {
        return own.containsKey(Meter.REASONING) ? tokens.reasoning() : 0;
    }

    /** The charge; empty when some of the tokens have no price, because none is ever free by it. */
    Optional<Charge> charge(Tokens tokens) {
        boolean isPriced = tier().isPresent();
        long[] nano = new long[Meter.values().length];
        for (Meter meter : Meter.values()) {
            long counted = counted(meter, tokens);
            Optional<PriceLine> line = line(meter);
            isPriced &= counted == 0 || line.isPresent();
            nano[meter.ordinal()] = line.map(l -> l.rate().nano(counted)).orElse(0L);
        }
        return isPriced
                ? Optional.of(new Charge(nano[0], nano[1], nano[2], nano[3], nano[4]))
                : Optional.empty();
    }

    /** The tier of the card that it was found under: of the input line, else of the output's. */
    Optional<String> tier() {
        return line(Meter.INPUT_UNCACHED)
                .or(() -> line(Meter.OUTPUT))
                .map(line -> line.conditions().tier());
    }
}
