// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.http;

import io.wattmill.gateway.reply.Reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Files of the console, of billing's page, of the twin's and of the API's. They hold no figure and
 * no secret: those come with a key.
 */
enum PageFile {
    CONSOLE("console.html", "text/html; charset=utf-8"),
    CONSOLE_SCRIPT("console.js", "text/javascript; charset=utf-8"),
    CONSOLE_STYLE("console.css", "text/css; charset=utf-8"),
    ICON("icon.svg", "image/svg+xml"),
    BILLING("billing.html", "text/html; charset=utf-8"),
    BILLING_SCRIPT("billing.js", "text/javascript; charset=utf-8"),
    BILLING_STYLE("billing.css", "text/css; charset=utf-8"),
    TWIN("twin.html", "text/html; charset=utf-8"),
    TWIN_SCRIPT("twin.js", "text/javascript; charset=utf-8"),
    TWIN_STYLE("twin.css", "text/css; charset=utf-8"),
    DOCS("docs.html", "text/html; charset=utf-8"),
    DOCS_SCRIPT("docs.js", "text/javascript; charset=utf-8"),
    DOCS_STYLE("docs.css", "text/css; charset=utf-8"),
    OPENAPI("openapi.yaml", "application/yaml; charset=utf-8");

    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String contentType;
    private final String text;

    PageFile(String file, String contentType) {
        this.contentType = contentType;
        this.text = read(file);
    }

    private static String read(String file) {
        try (InputStream in = PageFile.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    void answer(Call call) {
        guarded(call).text(contentType, text);
    }

    /** A reply under the policy of these files. */
    static Reply guarded(Call call) {
        return call.reply()
                .header("content-security-policy", POLICY)
                .header("x-content-type-options", "nosniff")
                .header("referrer-policy", "no-referrer")
                .header("cache-control", "no-cache");
    }
}
