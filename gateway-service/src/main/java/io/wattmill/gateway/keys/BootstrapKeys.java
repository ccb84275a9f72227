// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway.keys;

/**
 * The first keys of a site, in clear, once.
 *
 * @param adminKey may do everything
 * @param developerKey may call models, read its project's usage and run plans
 */
public record BootstrapKeys(String adminKey, String developerKey) {

    /** Never the keys. */
    @Override
    public String toString() {
        return "BootstrapKeys[masked]";
    }
}
