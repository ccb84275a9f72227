// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.simulate.site;

import io.wattmill.router.engine.Provenance;
import io.wattmill.twin.plan.given.Given;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How a figure is known that is made of several things, and by which of them: the least trustworthy
 * ones. What a plan states of its load, its layout and its objectives is what is asked, and takes
 * nothing away; a default in their place does.
 *
 * @param provenance of the least trustworthy
 * @param weakest names of those that are not better; empty where all was measured or fitted
 */
public record Evidence(Provenance provenance, List<String> weakest) {
    /** Of what takes nothing away from whatever it is joined with. */
    public static final Evidence SURE = new Evidence(Provenance.MEASURED, List.of());

    /** Copies its list. */
    public Evidence {
        weakest = List.copyOf(weakest);
    }

    /** Of one thing. */
    public static Evidence of(Provenance provenance, String name) {
        boolean weak = provenance.compareTo(Provenance.FITTED) > 0;
        return new Evidence(provenance, weak ? List.of(name) : List.of());
    }

    /** Of something that the plan may ask for as it likes: only a default takes away. */
    public static Evidence asked(Given<?> given, String name) {
        return given.stated() ? SURE : of(given.provenance(), name);
    }

    /** Of what is made of both. */
    public Evidence and(Evidence other) {
        int worse = provenance.compareTo(other.provenance);
        if (worse != 0) {
            return worse > 0 ? this : other;
        }
        return new Evidence(
                provenance,
                Stream.concat(weakest.stream(), other.weakest.stream()).distinct().toList());
    }

    /** A source, with what makes it no better; as it is where nothing does. */
    String told(String source) {
        return weakest.isEmpty()
                ? source
                : "%s; %s: %s"
                        .formatted(
                                source,
                                provenance.name().toLowerCase(Locale.ROOT),
                                String.join(", ", weakest));
    }
}
