// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.util.Optional;

/**
 * One setting as a reference page tells it.
 *
 * @param path dotted path, {@code gateway.http.port}; {@code NAME} stands for a key of a mapping
 *     and {@code []} for an element of a list
 * @param type what a value looks like, with its unit: "duration", "whole number, bytes"
 * @param defaultText the default as it would be written in YAML; empty when there is none
 * @param required whether the setting must be said
 * @param range the least and the most that is taken, in the type's own words; empty when any is
 * @param environment the variable that overrides it; empty where none can
 * @param doc what it does
 */
public record SettingLine(
        String path,
        String type,
        Optional<String> defaultText,
        boolean required,
        String range,
        Optional<String> environment,
        String doc) {}
