// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.plan.power;

import java.util.List;
import java.util.Optional;

/**
 * One unit of the power chain. It draws evenly from those of {@link #fedBy} that live; only when
 * none does, from those of {@link #backedBy} (a generator behind a transfer switch, a battery).
 */
public sealed interface PowerUnit permits Feed, Generator, Battery, Stage, Ups, Breaker {

    /** Name, one for all units of the plan. */
    String id();

    /** What it is. */
    Kind kind();

    /** Ids of the units that feed it in normal operation; none for a source. */
    List<String> fedBy();

    /** Ids of the units that take over when all of these are lost. */
    default List<String> backedBy() {
        return List.of();
    }

    /** Real power that it may carry continuously (breakers: at their full rating), watts. */
    long ratedWatts();

    /** Real power that a load of three hours and longer may draw, watts. */
    default long continuousWatts() {
        return ratedWatts();
    }

    /** What it turns into heat. */
    default Losses losses() {
        return Losses.NONE;
    }

    /** Equal units with the same word here stand in for each other. */
    default Optional<String> group() {
        return Optional.empty();
    }

    /** Kinds of units, from the utility on. */
    enum Kind {
        FEED("feed", "feeds"),
        GENERATOR("generator", "generators"),
        BATTERY("battery", "batteries"),
        TRANSFORMER("transformer", "transformers"),
        SWITCHBOARD("switchboard", "switchboards"),
        UPS("UPS", "ups"),
        PDU("PDU", "pdus"),
        BUSWAY("busway", "busways"),
        BREAKER("breaker", "breakers");

        private final String word;
        private final String key;

        Kind(String word, String key) {
            this.word = word;
            this.key = key;
        }

        /** As it stands in a sentence. */
        public String word() {
            return word;
        }

        /** The key of a plan file under which such units stand. */
        public String key() {
            return key;
        }

        /** Whether power comes from it for as long as it lives and has fuel. */
        public boolean lastingSource() {
            return this == FEED || this == GENERATOR;
        }
    }
}
