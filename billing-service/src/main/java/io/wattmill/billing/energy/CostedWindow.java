// SPDX-License-Identifier: Apache-2.0
package io.wattmill.billing.energy;

import io.wattmill.billing.cost.CostLine;
import io.wattmill.billing.cost.CostTransfers;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An attributed window whose cost is to be made.
 *
 * @param deviceUj its device joules
 * @param hostUj its part of the host's meters; empty when the host has none
 * @param before how its cost was made last; empty the first time
 */
record CostedWindow(
        long id,
        String nodeId,
        String engineId,
        String zone,
        Span span,
        long deviceUj,
        long qualityPpm,
        OptionalLong hostUj,
        List<String> gpuTypes,
        Optional<Before> before) {

    /** Epoch microseconds. */
    record Span(long startUs, long endUs) {

        long us() {
            return endUs - startUs;
        }
    }

    /** What stays as it was when a cost is made again, and what is taken back. */
    record Before(Terms terms, List<CostLine> lines) {}

    /**
     * What a cost was made with.
     *
     * @param revision from 1
     */
    record Terms(
            int revision, String zone, int priceVersion, String currency, long gpuNanoPerHour) {}

    String engineOwner() {
        return nodeId + "/" + engineId;
    }

    CostTransfers.Made made(Terms terms) {
        return new CostTransfers.Made(
                id, terms.revision(), nodeId, engineOwner(), terms.currency());
    }
}
