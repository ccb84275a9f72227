// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.tracing;

import io.wattmill.kit.config.Setting;

/** What is told to those who watch the site. */
public record TelemetryConfig(
        @Setting(
                        value = "64",
                        min = 1,
                        max = 10_000,
                        doc = "Models with series of their own in the metrics; the rest are one.")
                int maxModels,
        @Setting(
                        value = "off",
                        doc =
                                "Whether spans tell what was said: off, or opt-in. Keys that ask"
                                        + " for no log are never told of.")
                ContentPolicy content,
        @Setting(
                        value = "4096",
                        min = 16,
                        max = 65_536,
                        doc = "Characters of a request's messages that spans may tell, each way.")
                int contentChars,
        TracesConfig traces) {

    ContentBounds contentBounds() {
        return new ContentBounds(content, contentChars);
    }
}
