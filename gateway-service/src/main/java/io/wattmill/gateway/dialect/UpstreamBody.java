// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.dialect;

import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.gateway.wire.Slice;
import io.wattmill.gateway.wire.Span;
import io.wattmill.gateway.wire.Splices;
import io.wattmill.gateway.wire.WireJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The body that an engine is sent: the caller's own bytes with a few splices. */
public final class UpstreamBody {

    private UpstreamBody() {}

    /**
     * What an engine needs said differently.
     *
     * @param model the name that the engine knows the model by
     * @param continuousUsage the engine can report usage in each chunk
     * @param cacheSalt keeps tenants apart in the engine's prefix cache; set where it knows salts
     */
    public record Wishes(String model, boolean continuousUsage, Optional<String> cacheSalt) {}

    /** Pieces of the body for an engine; they share the request's bytes. */
    public static List<Slice> of(EngineRequest request, Wishes wishes) {
        return splices(request, wishes).slices();
    }

    /** What the body for an engine says differently. */
    static Splices splices(EngineRequest request, Wishes wishes) {
        var splices = new Splices(Slice.of(request.body()));
        address(splices, request, wishes);
        if (request.stream()) {
            set(
                    splices,
                    request.end(),
                    "stream_options",
                    request.streamOptions().value(),
                    options(request, wishes));
        }
        return splices;
    }

    /** Whom it is for, and whose it is. */
    static void address(Splices splices, EngineRequest request, Wishes wishes) {
        if (!wishes.model().equals(request.model())) {
            splices.replace(request.modelValue(), WireJson.string(wishes.model()));
        }
        wishes.cacheSalt()
                .ifPresent(
                        salt ->
                                set(
                                        splices,
                                        request.end(),
                                        "cache_salt",
                                        request.cacheSalt(),
                                        WireJson.string(salt)));
    }

    /**
     * Replaces the value where there is one, else appends the member: the object is never empty.
     */
    static void set(Splices splices, int end, String name, Optional<Span> present, byte[] value) {
        if (present.isPresent()) {
            splices.replace(present.get(), value);
        } else {
            byte[] prefix = (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
            splices.insert(end, Splices.join(List.of(Slice.of(prefix), Slice.of(value))));
        }
    }

    /** Usage is always asked for; the caller's other options stay as they are. */
    private static byte[] options(EngineRequest request, Wishes wishes) {
        return WireJson.text(
                out -> {
                    out.writeStartObject();
                    out.writeBooleanField("include_usage", true);
                    if (wishes.continuousUsage() || request.streamOptions().continuousUsage()) {
                        out.writeBooleanField("continuous_usage_stats", true);
                    }
                    for (StreamOptions.Other other : request.streamOptions().others()) {
                        write(out, request.body(), other);
                    }
                    out.writeEndObject();
                });
    }

    private static void write(JsonGenerator out, byte[] body, StreamOptions.Other other)
            throws IOException {
        Span value = other.value();
        out.writeFieldName(other.name());
        out.writeRawValue(new String(body, value.from(), value.length(), StandardCharsets.UTF_8));
    }
}
