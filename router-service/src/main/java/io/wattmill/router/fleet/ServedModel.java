// SPDX-License-Identifier: Apache-2.0
package io.wattmill.router.fleet;

import java.util.Set;

/**
 * A model that an engine serves.
 *
 * @param maxLength longest context in tokens, prompt and output together; 0 = not told
 */
public record ServedModel(String name, long maxLength, Set<String> loraAdapters) {}
