// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.board;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows of {@code /billing/margin} as comma-separated values (RFC 4180): exact, one line each. */
public final class UsageCsv {

    private static final Map<String, String> COLUMNS = columns();

    private UsageCsv() {}

    /** Where each column stands in a row. */
    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        for (String subject :
                List.of("bearer", "project", "model", "tier", "agent", "key", "node")) {
            columns.put(subject, "/subject/" + subject);
        }
        columns.put("requests", "/requests");
        columns.put("input_tokens", "/tokens/input");
        columns.put("input_cached_tokens", "/tokens/input_cached");
        columns.put("output_tokens", "/tokens/output");
        columns.put("currency", "/charged/unit");
        columns.put("charged", "/charged/value");
        columns.put("cost", "/cost/total/value");
        columns.put("gpu_cost", "/cost/gpu/value");
        columns.put("electricity_cost", "/cost/electricity/value");
        columns.put("provider_cost", "/cost/provider/value");
        columns.put("margin", "/margin/value");
        columns.put("margin_ratio", "/margin_ratio");
        columns.put("joules", "/energy/value");
        columns.put("joules_per_token", "/joules_per_token");
        columns.put("co2_grams", "/carbon/value");
        columns.put("outcomes_reported", "/outcomes/reported");
        columns.put("outcomes_succeeded", "/outcomes/succeeded");
        columns.put("charged_per_success", "/outcomes/charged_per_success");
        columns.put("cost_per_success", "/outcomes/cost_per_success");
        columns.put("joules_per_success", "/outcomes/joules_per_success");
        columns.put("measured_share", "/measured_share");
        return columns;
    }

    /** A line of names, then a line for each row. */
    public static List<String> lines(JsonNode rows) {
        List<String> lines = new ArrayList<>();
        lines.add("from,to," + String.join(",", COLUMNS.keySet()));
        rows.forEach(row -> lines.add(line(row)));
        return List.copyOf(lines);
    }

    private static String line(JsonNode row) {
        UsageRow read = new UsageRow(row);
        List<String> cells =
                new ArrayList<>(List.of(read.start().toString(), read.end().toString()));
        COLUMNS.values().forEach(pointer -> cells.add(cell(row.at(pointer))));
        return String.join(",", cells);
    }

    private static String cell(JsonNode value) {
        if (value.isNumber()) {
            return Words.exact(value);
        }
        String text = value.isNull() ? "" : Words.text(value);
        return text.matches("[A-Za-z0-9._:/ -]*") ? text : quoted(text);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
