// SPDX-License-Identifier: Apache-2.0
package io.wattmill.kit.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param path dotted path of the key, for example {@code gateway.http.port}
 * @param message what is wrong and what would be right; never holds a secret
 */
public record ConfigProblem(String path, String message) {

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
