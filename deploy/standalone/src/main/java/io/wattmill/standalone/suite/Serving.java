// SPDX-License-Identifier: Apache-2.0
package io.wattmill.standalone.suite;

import io.wattmill.standalone.folder.FirstKeys;

import java.net.URI;
import java.util.Optional;

/**
 * A suite that serves.
 *
 * @param url of the gateway
 * @param freshKeys the first keys, when this start made them; they cannot be asked for again
 * @param model a model that the fleet serves
 */
public record Serving(URI url, Optional<FirstKeys> freshKeys, String model) {}
