// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What `up` was asked for.
 *
 * @param port of the gateway; empty leaves it to the configuration
 * @param data the data folder; empty means the user's own
 * @param nodes how many emulated nodes; empty leaves it to the configuration
 * @param readyFile what to write when the suite serves
 * @param config a YAML file
 * @param emulated whether the fleet is emulated whatever this host has
 * @param env the environment, for folders and `WATTMILL_*` settings
 */
record UpRequest(
        Optional<Integer> port,
        Optional<Path> data,
        Optional<Integer> nodes,
        Optional<Path> readyFile,
        Optional<Path> config,
        boolean emulated,
        Map<String, String> env) {}
