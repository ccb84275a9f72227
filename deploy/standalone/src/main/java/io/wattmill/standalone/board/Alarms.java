// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** What of the books a person must look at, from {@code /v1/factory}. */
final class Alarms {

    private Alarms() {}

    /** A line for each; none when all is well. */
    static List<String> of(JsonNode board) {
        var alarms = new ArrayList<String>();
        var ledger = board.path("ledger");
        long unpriced = ledger.path("unpriced").asLong();
        if (unpriced > 0) {
            var models = new ArrayList<String>();
            ledger.path("unpriced_models").forEach(model -> models.add(model.asText()));
            alarms.add(
                    "%d request%s charged nothing, no price: %s (wattmill prices)"
                            .formatted(
                                    unpriced, unpriced == 1 ? "" : "s", String.join(", ", models)));
        }
        long refused = ledger.path("refused").asLong();
        if (refused > 0) {
            alarms.add(
                    "%d usage records refused and kept: table usage_quarantine".formatted(refused));
        }
        return alarms;
    }
}
