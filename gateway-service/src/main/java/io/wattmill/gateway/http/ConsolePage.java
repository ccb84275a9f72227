// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The console's files. They hold no figure and no secret: those come with a key. */
enum ConsolePage {
    PAGE("console.html", "text/html; charset=utf-8"),
    SCRIPT("console.js", "text/javascript; charset=utf-8"),
    STYLE("console.css", "text/css; charset=utf-8"),
    ICON("icon.svg", "image/svg+xml");

    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String contentType;
    private final String text;

    ConsolePage(String file, String contentType) {
        this.contentType = contentType;
        this.text = read(file);
    }

    private static String read(String file) {
        try (InputStream in = ConsolePage.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answer(Call call) {
        call.reply()
                .header("content-security-policy", POLICY)
                .header("x-content-type-options", "nosniff")
                .header("referrer-policy", "no-referrer")
                .header("cache-control", "no-cache")
                .text(contentType, text);
    }
}
