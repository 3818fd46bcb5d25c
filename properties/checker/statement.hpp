// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "properties/generators/dice.hpp"
#include "properties/checker/law_checker.hpp"
#include "properties/checker/law.hpp"

namespace lossproof {

/// What a law is tried on: a case, and numbers of its own (a shift, a competitor).
struct Sample {
    Case question;
    std::vector<double> numbers = {};
};

/// A law as its file states it: the sentence, how samples are drawn, and the sentence in code.
struct Statement {
    std::string_view name, statement, identity;
    std::vector<std::string_view> operations;
    Sample (*drawn)(Dice&, Format);
    void (*checked)(LawChecker&, const Sample&);
    bool for_subjects = true;
};
/// Run by RapidCheck, shrunk by it.
Law law(Statement statement);

/// Numbers on one dyadic grid, few enough bits that sums of three are exact in the format: the transformations of a
/// law must not round, or the law would be about the rounding.
class Grid {
public:
    Grid(Dice& dice, Format format);
    double number();  ///< of any sign, on a logarithmic scale of sizes
    std::vector<double> row(int length);

private:
    Dice& dice_;
    int bits_, unit_;
};

/// a + b if that is exact and a number of the format; otherwise the sample is not applicable.
double exact_sum(Format format, double a, double b);
double exact_product(Format format, double a, double b);

Case asking(std::string_view operation, Format format, Tensors inputs, Parameters parameters = {});
Tensor row(std::vector<double> values);  ///< 1×K
Tensor rows(std::int64_t count, std::vector<double> values);
Tensor column(std::vector<double> values);                     ///< N×1
Tensor flat(std::vector<double> values);                       ///< 1-D
Tensor labels(std::vector<double> values);                     ///< 1-D integers
Tensor signs(std::int64_t count, std::vector<double> values);  ///< N×K of −1 and +1
const std::vector<double>& values(const Case& question, std::string_view input);
double parameter(const Case& question, std::string_view name);
Reals reals(const std::vector<double>& numbers);
Real exactly(double number);
Real total(const Reals& terms);

/// Every row of a square matrix sums to 0, within what its entries' sizes allow.
void rows_sum_to_zero(LawChecker& check, const Reals& matrix);

/// The case's first row or element alone; `compose` works on one.
Case first_row(Case question);
/// The case with another operation's name, keeping only the inputs named.
Case asked_of(std::string_view operation, const Case& question, std::initializer_list<std::string_view> inputs);
bool all_equal(const std::vector<double>& numbers);

/// A case of some stratum, the reduction `none`, parameters at their defaults where the law wants none of its own.
Case drawn_case(std::string_view operation, Format format, Dice& dice, std::initializer_list<std::string_view> strata,
                bool keep_parameters = false);

}  // namespace lossproof
