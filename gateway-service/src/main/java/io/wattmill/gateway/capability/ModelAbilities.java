// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.capability;

import io.wattmill.gateway.capability.EngineTable.EngineKind;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What one model can do, and how that is known: the site's own word on the model comes first, then
 * what its kinds of engines are known for.
 */
final class ModelAbilities {

    private final Optional<ApisConfig.ModelConfig> config;
    private final ServedModel model;
    private final List<EngineKind> kinds;
    private final boolean allKnown;

    /**
     * An answer.
     *
     * @param value yes or no; empty when nobody knows
     * @param knownBy how that is known
     */
    record Known(Optional<Boolean> value, String knownBy) {}

    ModelAbilities(ServedModel model, EngineTable table, Optional<ApisConfig.ModelConfig> config) {
        this.config = config;
        this.model = model;
        this.kinds = model.kinds().stream().flatMap(kind -> table.of(kind).stream()).toList();
        this.allKnown = kinds.size() == model.kinds().size();
    }

    Known of(Ability ability) {
        return configured(ability)
                .map(value -> new Known(Optional.of(value), "configuration"))
                .orElseGet(() -> byEngine(ability));
    }

    private Optional<Boolean> configured(Ability ability) {
        return config.flatMap(
                said ->
                        said.has().contains(ability)
                                ? Optional.of(true)
                                : said.lacks().contains(ability)
                                        ? Optional.of(false)
                                        : Optional.empty());
    }

    private Known byEngine(Ability ability) {
        String engines = "engine kind " + String.join(", ", new TreeSet<>(model.kinds()));
        boolean can = kinds.stream().anyMatch(kind -> kind.abilities().contains(ability));
        if (can && ability.isOfModel()) {
            return new Known(Optional.empty(), "depends on the model; see apis.models");
        }
        return can || allKnown
                ? new Known(Optional.of(can), engines)
                : new Known(Optional.empty(), engines + " is not known; see apis.engines");
    }

    /** Whether the model is known not to do it. */
    boolean lacks(Ability ability) {
        return of(ability).value().filter(can -> !can).isPresent();
    }

    /** Whether it is known that no engine of the model understands a member of a request. */
    boolean refuses(String member) {
        boolean understood = !allKnown || kinds.stream().anyMatch(kind -> kind.takes(member));
        return !understood || Ability.askedBy(member).filter(this::lacks).isPresent();
    }
}
