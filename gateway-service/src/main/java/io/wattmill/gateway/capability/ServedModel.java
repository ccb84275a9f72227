// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.capability;

import io.wattmill.contract.fleet.v1.EngineView;
import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.contract.fleet.v1.NodeState;
import io.wattmill.gateway.fleet.ServedNames;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A model, or an adapter of one, that nodes serve which are not down.
 *
 * @param kinds kinds of the engines that serve it
 * @param contextTokens longest context that one of them reports; 0 when none reports one
 */
record ServedModel(Set<String> kinds, long contextTokens) {

    ServedModel {
        kinds = Set.copyOf(kinds);
    }

    /** The models of a fleet by name. */
    static Map<String, ServedModel> of(FleetSnapshot fleet) {
        Map<String, ServedModel> models = new TreeMap<>();
        fleet.getNodesList().stream()
                .filter(node -> node.getState() != NodeState.NODE_STATE_DOWN)
                .flatMap(node -> node.getEnginesList().stream())
                .forEach(engine -> add(engine, models));
        return models;
    }

    private static void add(EngineView engine, Map<String, ServedModel> models) {
        engine.getModelsList()
                .forEach(
                        model -> {
                            var served =
                                    new ServedModel(
                                            Set.of(engine.getKind()), model.getMaxModelLen());
                            ServedNames.of(engine, model)
                                    .forEach(name -> models.merge(name, served, ServedModel::and));
                        });
    }

    private ServedModel and(ServedModel other) {
        Set<String> all = new TreeSet<>(kinds);
        all.addAll(other.kinds);
        return new ServedModel(all, Math.max(contextTokens, other.contextTokens));
    }
}
