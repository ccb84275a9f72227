// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.reply;

import com.fasterxml.jackson.core.JsonGenerator;

import io.wattmill.twin.emulator.text.Mix;
import io.wattmill.twin.emulator.wire.Json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/**
 * Embeddings, all at once. A vector has length 1 and follows from its input's hash alone, so the
 * same input has the same one on any node; likeness of inputs means nothing.
 */
public final class EmbeddingsReply implements EngineReply {
    private static final byte[] NOTHING = {};

    private final Head head;
    private final List<Input> inputs;
    private final int dimensions;
    private final boolean base64;
    private int done;

    /**
     * What stands above the vectors.
     *
     * @param id response id
     * @param model model name as the node serves it
     * @param createdSeconds epoch seconds
     */
    public record Head(String id, String model, long createdSeconds) {}

    /**
     * One input.
     *
     * @param hash of what it says
     * @param tokens its length
     */
    public record Input(long hash, long tokens) {}

    /**
     * Vectors of which none is computed yet.
     *
     * @param inputs at least one, a sequence of the engine each
     * @param dimensions of each vector
     * @param base64 little-endian 32-bit floats in Base64 instead of numbers
     */
    public EmbeddingsReply(Head head, List<Input> inputs, int dimensions, boolean base64) {
        this.head = head;
        this.inputs = List.copyOf(inputs);
        this.dimensions = dimensions;
        this.base64 = base64;
    }

    @Override
    public String contentType() {
        return "application/json";
    }

    @Override
    public boolean stream() {
        return false;
    }

    @Override
    public boolean over() {
        return done == inputs.size();
    }

    @Override
    public byte[] token(int sequence, int cachedTokens) {
        done++;
        return over() ? Json.bytes(this::write) : NOTHING;
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", head.id());
        json.writeStringField("object", "list");
        json.writeNumberField("created", head.createdSeconds());
        json.writeStringField("model", head.model());
        json.writeArrayFieldStart("data");
        for (int i = 0; i < inputs.size(); i++) {
            json.writeStartObject();
            json.writeNumberField("index", i);
            json.writeStringField("object", "embedding");
            write(json, vector(inputs.get(i).hash()));
            json.writeEndObject();
        }
        json.writeEndArray();
        writeUsage(json, inputs.stream().mapToLong(Input::tokens).sum());
        json.writeEndObject();
    }

    private static void writeUsage(JsonGenerator json, long tokens) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", tokens);
        json.writeNumberField("total_tokens", tokens);
        json.writeNumberField("completion_tokens", 0);
        json.writeNullField("prompt_tokens_details");
        json.writeEndObject();
    }

    private void write(JsonGenerator json, float[] vector) throws IOException {
        if (base64) {
            var bytes = ByteBuffer.allocate(Float.BYTES * vector.length);
            bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
            json.writeStringField("embedding", Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        json.writeArrayFieldStart("embedding");
        for (float value : vector) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private float[] vector(long hash) {
        var values = new double[dimensions];
        double square = 0;
        for (int i = 0; i < dimensions; i++) {
            values[i] = Mix.unitAt(hash, i) - 0.5;
            square += values[i] * values[i];
        }
        double norm = Math.max(Math.sqrt(square), Double.MIN_NORMAL);
        var vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) (values[i] / norm);
        }
        return vector;
    }
}
