// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.upkeep;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.plan.given.Given;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often a part fails and how long it is away then.
 *
 * @param mtbfHours mean time between failures of one of it
 * @param mttrHours mean time until it works again, with no spare at hand
 */
public record Failure(Given<Double> mtbfHours, Given<Double> mttrHours) {
    private static final String ASSUMED = "order of magnitude; ask the vendor";

    /** Where a plan does not say. */
    static final Map<Part, Failure> USUAL = table();

    /** Where a plan does not say. */
    public static Failure usual(Part part) {
        var usual = USUAL.get(part);
        if (usual == null) {
            throw new IllegalStateException("no usual failure of " + part);
        }
        return usual;
    }

    private static Map<Part, Failure> table() {
        Map<Part, Failure> table = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            table.put(part, of(part));
        }
        return Collections.unmodifiableMap(new TreeMap<>(table));
    }

    private static Failure of(Part part) {
        return switch (part) {
            case GPU -> gpu();
            case NODE -> assumed(80_000, 24);
            case SWITCH -> assumed(200_000, 4);
            case FEED -> assumed(4_000, 1);
            case TRANSFORMER -> assumed(1_000_000, 200);
            case GENERATOR -> assumed(2_000, 12);
            case UPS -> assumed(250_000, 8);
            case PDU, BREAKER -> assumed(1_000_000, 8);
            case CDU -> assumed(60_000, 8);
            case CRAH -> assumed(80_000, 8);
            case CHILLER -> assumed(30_000, 24);
            case REJECTOR -> assumed(60_000, 12);
        };
    }

    /** 21.2 million GPU-hours over 419 interruptions: an upper bound, since it is for training. */
    private static Failure gpu() {
        return new Failure(
                Given.defaulted(
                        50_700.0,
                        Provenance.DERIVED,
                        "Llama 3: 419 interruptions in 54 days on 16,384 H100"),
                Given.assumed(48.0, ASSUMED));
    }

    private static Failure assumed(double mtbf, double mttr) {
        return new Failure(Given.assumed(mtbf, ASSUMED), Given.assumed(mttr, ASSUMED));
    }
}
