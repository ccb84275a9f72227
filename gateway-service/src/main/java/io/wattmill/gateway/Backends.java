// SPDX-License-Identifier: Apache-2.0
package io.wattmill.gateway;

import java.net.URI;

/**
 * Where the services behind the front door answer.
 *
 * @param billing base address of billing's HTTP
 * @param twin base address of the twin's HTTP
 */
public record Backends(URI billing, URI twin) {}
