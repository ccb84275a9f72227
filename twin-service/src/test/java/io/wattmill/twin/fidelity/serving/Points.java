// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.fidelity.serving;

import io.wattmill.router.engine.EngineBackend;
import io.wattmill.twin.fidelity.data.Row;
import io.wattmill.twin.fidelity.data.Table;
import io.wattmill.twin.predict.PointReading;
import io.wattmill.twin.predict.PointRow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The aggregated rows of the public file.
 *
 * @param measured those that can be modelled
 * @param refused how many cannot, by reason
 */
public record Points(List<Measured> measured, Map<String, Integer> refused) {
    private static final String FILE = "engine/aiconfigurator/measured_serving_points.csv";
    private static final List<String> COLUMNS =
            List.of(
                    "silicon_data_source",
                    "backend",
                    "backend_version",
                    "model_path",
                    "system",
                    "precision",
                    "mode",
                    "isl",
                    "osl",
                    "gemm_quant_mode",
                    "moe_quant_mode",
                    "batch_size",
                    "tp_size",
                    "pp_size",
                    "attention_dp_size",
                    "moe_tp_size",
                    "moe_ep_size");

    public static Points read(Path data) {
        List<Measured> measured = new ArrayList<>();
        Map<String, Integer> refused = new TreeMap<>();
        for (Row row : Table.read(data.resolve(FILE))) {
            if (row.text("mode").equals("agg")) {
                switch (pointRow(row).read()) {
                    case PointReading.Known(var point) ->
                            measured.add(
                                    new Measured(
                                            point,
                                            row.number("silicon_ttft_ms") / 1e3,
                                            row.number("silicon_tpot_ms") / 1e3));
                    case PointReading.Unknown(String reason) ->
                            refused.merge(reason, 1, Integer::sum);
                }
            }
        }
        return new Points(measured, refused);
    }

    private static PointRow pointRow(Row row) {
        Map<String, String> cells = new HashMap<>();
        COLUMNS.forEach(column -> cells.put(column, row.text(column)));
        return new PointRow(cells);
    }

    public List<Measured> of(EngineBackend backend) {
        return measured.stream().filter(row -> row.backend() == backend).toList();
    }
}
