// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.emulator.ask;

import io.wattmill.twin.emulator.wire.Fields;
import io.wattmill.twin.emulator.wire.Refusal;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads the content of a message: text, or parts. An image counts {@value #IMAGE_TOKENS} tokens (24
 * by 24 patches, as LLaVA 1.5 makes of any image), a sound {@value #AUDIO_TOKENS_PER_SECOND} for
 * each second (as Qwen2-Audio), taking what is given in Base64 for 16-bit samples at 16 kHz.
 */
final class ContentParser {
    static final int IMAGE_TOKENS = 576;
    static final int AUDIO_TOKENS_PER_SECOND = 25;
    private static final int AUDIO_BYTES_PER_SECOND = 32_000;

    private final Fields fields;
    private final Prompt.Builder prompt;
    private final Consumer<CharSequence> heard;

    /**
     * @param prompt that takes what is read
     * @param heard told of each text
     */
    ContentParser(Fields fields, Prompt.Builder prompt, Consumer<CharSequence> heard) {
        this.fields = fields;
        this.prompt = prompt;
        this.heard = heard;
    }

    void read() throws IOException {
        if (fields.isText()) {
            text("content");
        } else if (!fields.isNull()) {
            fields.array("'content'", () -> fields.object("A content part", this::part));
        }
    }

    private void text(String field) throws IOException {
        var text = fields.textInPlace(field);
        prompt.content(text);
        heard.accept(text);
    }

    private void part(String field) throws IOException {
        switch (field) {
            case "type" -> type(fields.text("type"));
            case "text", "refusal" -> text(field);
            case "image_url" -> image();
            case "input_audio" -> fields.object("'input_audio'", this::audio);
            default -> fields.skip();
        }
    }

    private static void type(String type) {
        boolean known =
                switch (type) {
                    case "text", "refusal", "image_url", "input_audio" -> true;
                    default -> false;
                };
        Refusal.unlessSupported(known, "content of type '" + type + "'");
    }

    private void image() throws IOException {
        if (fields.isText()) {
            prompt.media(IMAGE_TOKENS, fields.textInPlace("image_url"));
        } else {
            fields.object("'image_url'", this::imageField);
        }
    }

    private void imageField(String field) throws IOException {
        if (field.equals("url")) {
            prompt.media(IMAGE_TOKENS, fields.textInPlace(field));
        } else {
            fields.skip();
        }
    }

    private void audio(String field) throws IOException {
        if (field.equals("data")) {
            var data = fields.textInPlace(field);
            prompt.media(audioTokens(data.length()), data);
        } else {
            fields.skip();
        }
    }

    private static int audioTokens(long base64Chars) {
        long bytes = base64Chars * 3 / 4;
        long tokens = Math.ceilDiv(bytes * AUDIO_TOKENS_PER_SECOND, AUDIO_BYTES_PER_SECOND);
        return Math.toIntExact(Math.max(1, tokens));
    }
}
