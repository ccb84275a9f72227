// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.placement;

import io.wattmill.router.fleet.Engine;
import io.wattmill.router.fleet.Fleet;
import io.wattmill.router.fleet.Node;
import io.wattmill.router.fleet.NodeDescription;
import io.wattmill.router.fleet.Samples;
import io.wattmill.router.prediction.Prediction;
import io.wattmill.router.prediction.RequestShape;
import io.wattmill.router.prefix.PrefixLimits;

import java.util.List;
import java.util.Map;

/** A table of candidates with predictions and work of the test's choice. */
public final class CandidateTable {
    private static final long NOW = Samples.at(0).nanos();
    private static final RequestShape OTHER = new RequestShape(500, 0, 200);

    private CandidateTable() {}

    /**
     * One engine on a node of its own.
     *
     * @param running sequences that decode there
     * @param waiting sequences that wait there for their first token
     */
    public record Row(
            String node,
            long ttftNanos,
            long tpotNanos,
            long microjoules,
            int running,
            int waiting,
            Map<String, String> labels) {
        Prediction prediction() {
            return new Prediction(
                    ttftNanos,
                    ttftNanos,
                    tpotNanos,
                    Math.min(ttftNanos, 20_000_000),
                    0,
                    microjoules,
                    microjoules,
                    0,
                    new Prediction.Model(ttftNanos, tpotNanos));
        }
    }

    /** The rows as a policy sees them, in this order. */
    public static Candidates of(List<Row> rows) {
        Fleet fleet = new Fleet(Samples.rules());
        WorkBook book = new WorkBook(PrefixLimits.DEFAULT);
        Candidates table = new Candidates();
        for (Row row : rows) {
            Node node = join(fleet, row);
            Engine engine = node.engines().iterator().next();
            EngineSlot slot = book.slot(engine);
            occupy(slot, row);
            table.add(node, engine, slot, row.prediction(), 0);
        }
        return table;
    }

    private static Node join(Fleet fleet, Row row) {
        NodeDescription plain = Samples.node(row.node());
        fleet.join(
                new NodeDescription(
                        plain.nodeId(),
                        plain.bootId(),
                        plain.zone(),
                        row.labels(),
                        plain.devices(),
                        plain.engines()),
                Samples.at(0));
        return fleet.nodes().stream()
                .filter(node -> node.id().equals(row.node()))
                .findFirst()
                .orElseThrow();
    }

    private static void occupy(EngineSlot slot, Row row) {
        for (int i = 0; i < row.running() + row.waiting(); i++) {
            slot.forecast().placed(OTHER, NOW);
        }
        for (int i = 0; i < row.running(); i++) {
            slot.forecast().firstToken(OTHER, NOW);
        }
    }
}
