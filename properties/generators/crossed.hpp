// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/covering.hpp"
#include "properties/generators/sketch.hpp"

namespace lossproof {

/// The cases of `crossed`: a covering array of strength two over everything that can be chosen about a case of an operation: what
/// its numbers are like, its size, every parameter, how it is reduced, what is ignored, every optional input. What a subject does
/// not take is no choice.
class Crossing {
public:
    Crossing(const Operation& operation, const Traits& traits, Format format, const Takes& takes);

    std::size_t rows() const { return array_.size(); }
    /// The case of that row of the array; after the last row they come again with other numbers.
    void draw(Sketch& sketch, std::size_t row) const;

private:
    /// A choice and what it can be.
    struct Factor {
        std::vector<std::function<void(Sketch&)>> levels;
        bool late = false;    ///< is done to the inputs, when they are there
        bool option = false;  ///< may exclude another option
    };
    void add_numbers();
    void add_sizes();
    void add_parameters(Format format);
    void add_reductions();
    void add_ignored();
    void add_inputs();
    bool taken(std::string_view option) const { return !takes_ || takes_(option); }
    bool compatible(std::size_t factor, std::size_t level, std::size_t other, std::size_t other_level) const;

    const Operation& operation_;
    const Traits& traits_;
    const Format format_;
    const Takes& takes_;
    std::vector<Factor> factors_;
    std::vector<Choice> array_;
};

}  // namespace lossproof
