// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.contract.fleet.v1.FleetSnapshot;
import io.wattmill.standalone.folder.FirstKeys;

import java.net.URI;
import java.util.Optional;

/**
 * A suite that serves.
 *
 * @param url of the gateway
 * @param freshKeys the first keys, when this start made them; they cannot be asked for again
 * @param fleet the nodes as they joined
 */
public record Serving(URI url, Optional<FirstKeys> freshKeys, FleetSnapshot fleet) {

    /** The name of a model that the fleet serves, to show what a request looks like. */
    public String model() {
        return fleet.getNodesList().stream()
                .flatMap(node -> node.getEnginesList().stream())
                .flatMap(engine -> engine.getModelsList().stream())
                .map(model -> model.getModel())
                .findFirst()
                .orElse("MODEL");
    }
}
