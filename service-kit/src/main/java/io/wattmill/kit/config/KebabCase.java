// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

import java.util.Locale;

/** Names of settings in YAML and in the environment. */
final class KebabCase {

    private KebabCase() {}

    /** {@code silenceTimeout} becomes {@code silence-timeout}. */
    static String of(String componentName) {
        StringBuilder name = new StringBuilder();
        for (char c : componentName.toCharArray()) {
            if (Character.isUpperCase(c)) {
                name.append('-');
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString();
    }

    /** {@code gateway.http.port} becomes {@code WATTMILL_GATEWAY_HTTP_PORT}. */
    static String environmentName(String path) {
        return "WATTMILL_" + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
