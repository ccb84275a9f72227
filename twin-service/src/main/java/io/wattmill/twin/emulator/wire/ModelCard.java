// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.wire;

/**
 * What {@code GET /v1/models} and {@code GET /version} say of an engine.
 *
 * @param model served model name
 * @param createdSeconds epoch seconds of the engine's start
 * @param maxModelLen longest context in tokens
 */
public record ModelCard(String model, long createdSeconds, long maxModelLen) {
    private static final String VERSION = "0.26.0+wattmill.emulated";

    /** The list of models: this one. */
    public byte[] models() {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("object", "list");
                    json.writeArrayFieldStart("data");
                    json.writeStartObject();
                    json.writeStringField("id", model);
                    json.writeStringField("object", "model");
                    json.writeNumberField("created", createdSeconds);
                    json.writeStringField("owned_by", "wattmill");
                    json.writeStringField("root", model);
                    json.writeNullField("parent");
                    json.writeNumberField("max_model_len", maxModelLen);
                    json.writeEndObject();
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    /** The version: that of the vLLM whose API is spoken, marked as emulated. */
    public static byte[] version() {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("version", VERSION);
                    json.writeEndObject();
                });
    }
}
