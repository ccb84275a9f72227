// SPDX-License-Identifier: Apache-2.0
package io.wattmill.twin.answer;

import io.wattmill.router.engine.Provenance;

/**
 * An input that is somebody's word or nobody's.
 *
 * @param path of it in the plan, or name of the constant
 * @param value with its unit
 * @param provenance how it is known
 * @param source who says so, or why it was taken
 */
public record Assumption(String path, String value, Provenance provenance, String source) {}
