// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wattmill.twin.runs.RunAsked;
import io.wattmill.twin.trace.Trace;
import io.wattmill.twin.trace.TraceCensus;
import io.wattmill.twin.trace.format.TraceProblem;
import io.wattmill.twin.trace.upload.UploadedTrace;

import java.util.List;
import java.util.stream.Collectors;

/** Uploaded traces as JSON. */
final class TraceJson {
    private TraceJson() {}

    static JsonObject list(List<UploadedTrace> traces) {
        var data = new JsonArray();
        traces.forEach(trace -> data.add(trace(trace)));
        return new JsonObject().put("object", "list").put("data", data);
    }

    private static JsonObject trace(UploadedTrace trace) {
        return new JsonObject()
                .put("name", trace.name().name())
                .put("object", "twin.trace")
                .put("trace", RunAsked.UPLOADED + ":" + trace.name().name())
                .put("format", trace.format())
                .put("bytes", trace.bytes())
                .put("created_at_us", trace.storedAtUs());
    }

    /** With what it amounts to. */
    static JsonObject taken(UploadedTrace stored, Trace trace) {
        var census = TraceCensus.of(trace);
        return trace(stored)
                .put("requests", census.requests())
                .put("span_ms", census.spanUs() / 1_000)
                .put("input_tokens", census.inputTokens())
                .put("output_tokens", census.outputTokens());
    }

    static String problems(List<TraceProblem> problems) {
        return problems.stream().map(String::valueOf).collect(Collectors.joining("\n"));
    }
}
