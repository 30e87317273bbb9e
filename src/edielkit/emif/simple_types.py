"""The simple types of EMIF as a table: bases, facets and attributes.

Source: the published EMIF schemas, versions 2.3, 2.4.3 and EI-270, file of business data types; the type names are
the standard's own. The codes of the enumerated types are data in `edielkit.codes`.
"""

from __future__ import annotations

from types import MappingProxyType

import attrs

__all__ = (
    "ANNOUNCED_VERSIONS",
    "CURRENT_VERSION",
    "ONE_BEFORE_EI_270",
    "SIMPLE_CONTENTS",
    "SIMPLE_TYPES",
    "VERSIONS",
    "AttributeUse",
    "SimpleContent",
    "SimpleType",
)

VERSIONS = ("2.3", "2.4.3", "EI-270", "EI-1763")
CURRENT_VERSION = "2.4.3"
# Branches of the published schemas that no release has taken in: their messages are not accepted by Elhub yet.
ANNOUNCED_VERSIONS = ("EI-270", "EI-1763")
# An expected annual volume for each direction came with EI-270; all other versions have one.
ONE_BEFORE_EI_270 = {version: {"max": 1} for version in VERSIONS if version != "EI-270"}


@attrs.frozen
class SimpleType:
    """A type of text: its base in XML Schema and its facets.

    Attributes:
        name: The standard's name.
        base: XML Schema's name of the base: string, token, boolean, decimal, int, long or dateTime.
        codes: The values are those of the code list of the same name.
        fraction_digits: At most so many digits after the point; for a dateTime, of a second.
        form: The pattern in words, for messages.
        versions: The EMIF versions that have the type.
    """

    name: str
    base: str
    codes: bool = attrs.field(default=False, kw_only=True)
    length: int | None = attrs.field(default=None, kw_only=True)
    min_length: int = attrs.field(default=0, kw_only=True)
    max_length: int | None = attrs.field(default=None, kw_only=True)
    pattern: str | None = attrs.field(default=None, kw_only=True)
    form: str = attrs.field(default="", kw_only=True)
    fraction_digits: int | None = attrs.field(default=None, kw_only=True)
    total_digits: int | None = attrs.field(default=None, kw_only=True)
    min_inclusive: int | None = attrs.field(default=None, kw_only=True)
    max_inclusive: int | None = attrs.field(default=None, kw_only=True)
    min_exclusive: int | None = attrs.field(default=None, kw_only=True)
    max_exclusive: int | None = attrs.field(default=None, kw_only=True)
    versions: tuple[str, ...] = attrs.field(default=VERSIONS, kw_only=True)


@attrs.frozen
class AttributeUse:
    """An attribute of a simple content: its name, type, and whether it must be there."""

    name: str
    type: str
    required: bool = attrs.field(kw_only=True)
    fixed: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class SimpleContent:
    """A type of text with attributes, such as a code with its agency."""

    name: str
    base: str
    attributes: tuple[AttributeUse, ...]


SIMPLE_TYPES = MappingProxyType(
    {
        simple.name: simple
        for simple in (
            SimpleType("AcknowledgementStatus", "string", codes=True),
            SimpleType("AddDeleteUpdate", "string", codes=True),
            SimpleType("AddressTypeType", "string", codes=True),
            SimpleType("BRSIdentification", "string", codes=True),
            SimpleType("BusinessTypeCode", "string", codes=True),
            SimpleType("CalculationMethod", "string", codes=True),
            SimpleType("ChannelResolutionType", "string", codes=True),
            SimpleType("CommunicationChannelType", "string", codes=True),
            SimpleType("ConsumptionCode", "string", codes=True),
            SimpleType("CountryCode", "string", codes=True),
            SimpleType("CurrencyCode", "string", codes=True),
            SimpleType(
                "decimal122",
                "decimal",
                fraction_digits=2,
                max_exclusive=10000000000,
                min_inclusive=0,
                total_digits=12,
            ),
            SimpleType(
                "decimal122Negative",
                "decimal",
                fraction_digits=2,
                max_exclusive=10000000000,
                min_exclusive=-10000000000,
                total_digits=12,
            ),
            SimpleType(
                "decimal125",
                "decimal",
                fraction_digits=5,
                max_exclusive=10000000,
                min_inclusive=0,
                total_digits=12,
            ),
            SimpleType(
                "decimal153",
                "decimal",
                fraction_digits=3,
                max_exclusive=1000000000000,
                min_inclusive=0,
                total_digits=15,
            ),
            SimpleType(
                "decimal153Negative",
                "decimal",
                fraction_digits=3,
                max_exclusive=1000000000000,
                min_exclusive=-1000000000000,
                total_digits=15,
            ),
            SimpleType(
                "decimal52", "decimal", fraction_digits=2, max_inclusive=100, min_inclusive=0, total_digits=5
            ),
            SimpleType(
                "decimal85", "decimal", fraction_digits=5, max_exclusive=1000, min_inclusive=0, total_digits=8
            ),
            SimpleType(
                "decimalPercent",
                "decimal",
                fraction_digits=6,
                max_inclusive=1,
                min_inclusive=0,
                versions=("2.4.3", "EI-270", "EI-1763"),
            ),
            SimpleType("DirectionType", "string", codes=True),
            SimpleType("DurationCodeType", "string", codes=True),
            SimpleType("Elhub_boolean", "boolean"),
            SimpleType("Elhub_BusinessProcessRole", "string", codes=True),
            SimpleType("Elhub_dateTime9DecType", "dateTime", fraction_digits=9),
            SimpleType("Elhub_dateTimeType", "dateTime", fraction_digits=3),
            SimpleType("Elhub_DocumentType", "string", codes=True),
            SimpleType("Elhub_EnergyIndustryClassificationType", "string", codes=True),
            SimpleType("Elhub_MeteringPointTypeCode", "string", codes=True),
            SimpleType("Elhub_PhysicalStatusCode", "string", codes=True),
            SimpleType("Elhub_ProductIdentifierCode", "string", codes=True),
            SimpleType("Elhub_ResponseReasonCode", "token", codes=True),
            SimpleType("Elhub_schemeAgencyIdentifierType", "string", codes=True),
            SimpleType("Elhub_SettlementMethodCode", "string", codes=True),
            SimpleType("Elhub_UnitType", "string", codes=True),
            SimpleType("EndReasonType", "string", codes=True),
            SimpleType("EnovaFeeType", "string", codes=True),
            SimpleType("EstimatedQualityCodeType", "string", codes=True),
            SimpleType("EstimationCodeType", "string", codes=True),
            SimpleType("FormulaTypeType", "string", codes=True, versions=("2.4.3", "EI-270", "EI-1763")),
            SimpleType("integer2", "int", max_inclusive=99, min_inclusive=0),
            SimpleType("integer4", "int", max_inclusive=9999, min_inclusive=0),
            SimpleType("integer5", "int", max_inclusive=99999, min_inclusive=0),
            SimpleType("integer9", "int", max_inclusive=999999999, min_inclusive=0),
            SimpleType("listAgencyIdentifierType", "string", codes=True),
            SimpleType("listAgencyIdentifierType260", "string", codes=True),
            SimpleType("listAgencyIdentifierType5", "string", codes=True),
            SimpleType("listAgencyIdentifierType6", "string", codes=True),
            SimpleType("listAgencyIdentifierType89", "string", codes=True),
            SimpleType("listAgencyIdentifierType89_260", "string", codes=True),
            SimpleType("listAgencyIdentifierType89_6", "string", codes=True),
            SimpleType("long12", "long", max_inclusive=999999999999, min_inclusive=0),
            SimpleType("MeteringPointType", "string", pattern=r"[0-9]{18}", form="18 digits"),
            SimpleType("MeterReadingCharacteristicsCode", "string", codes=True),
            SimpleType("MeterReadingOccurrenceType", "string", codes=True),
            SimpleType("MeterReadReasonCodeType", "string", codes=True),
            SimpleType(
                "ParticipantVirtualMeteringPointRoleType",
                "string",
                codes=True,
                versions=("2.4.3", "EI-270", "EI-1763"),
            ),
            SimpleType("PriorityCodeType", "string", codes=True),
            SimpleType("ProductionCode", "string", codes=True),
            SimpleType("PurposeType", "string", codes=True, versions=("2.4.3", "EI-270", "EI-1763")),
            SimpleType("QueryCategoryCodeType", "string", codes=True),
            SimpleType("ReminderType", "string", codes=True),
            SimpleType("schemeAgencyIdentifierEICType", "string", codes=True),
            SimpleType("schemeAgencyIdentifierGS1ElhubType", "string", codes=True),
            SimpleType("schemeAgencyIdentifierGS1Type", "string", codes=True),
            SimpleType("StatusType", "string", codes=True, versions=("2.4.3", "EI-270", "EI-1763")),
            SimpleType("String100Type", "string", min_length=1, max_length=100),
            SimpleType("String10Type", "string", min_length=1, max_length=10),
            SimpleType("String11Type", "string", min_length=1, max_length=11),
            SimpleType("String13Type", "string", min_length=1, max_length=13),
            SimpleType("String150Type", "string", min_length=1, max_length=150),
            SimpleType("String16Type", "string", min_length=1, max_length=16),
            SimpleType("String18Type", "string", min_length=1, max_length=18),
            SimpleType("String300Type", "string", min_length=1, max_length=300),
            SimpleType("String40Type", "string", min_length=1, max_length=40),
            SimpleType("String50Type", "string", min_length=1, max_length=50),
            SimpleType("String80Type", "string", min_length=1, max_length=80),
            SimpleType("TemplateTypeType", "string", codes=True, versions=("2.4.3", "EI-270", "EI-1763")),
            SimpleType(
                "UUIDType",
                "string",
                pattern=r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                length=36,
                form="8-4-4-4-12 hexadecimal digits in lower case",
            ),
            SimpleType("ValidationCodeType", "string", codes=True),
            SimpleType("ValuesIndicatorType", "string", codes=True),
            SimpleType("VATCode", "string", codes=True),
        )
    }
)

SIMPLE_CONTENTS = MappingProxyType(
    {
        content.name: content
        for content in (
            SimpleContent(
                "AcknowledgementStatusType",
                "AcknowledgementStatus",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType6", required=True),),
            ),
            SimpleContent(
                "CalculatedQuantityType",
                "decimal153Negative",
                (AttributeUse("ImbalanceSettlement", "boolean", required=False, fixed="true"),),
            ),
            SimpleContent(
                "ConsumptionCodeType",
                "ConsumptionCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType89", required=True),),
            ),
            SimpleContent(
                "Elhub_BusinessProcessRoleType",
                "Elhub_BusinessProcessRole",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType89_6", required=True),),
            ),
            SimpleContent(
                "Elhub_BusinessProcessType",
                "BRSIdentification",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType89", required=True),),
            ),
            SimpleContent(
                "Elhub_BusinessTypeType",
                "BusinessTypeCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType89", required=True),),
            ),
            SimpleContent(
                "Elhub_CountryCodeType",
                "CountryCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType5", required=True),),
            ),
            SimpleContent(
                "Elhub_CurrencyCodeType",
                "CurrencyCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType5", required=True),),
            ),
            SimpleContent(
                "Elhub_DocumentNameCodeType",
                "Elhub_DocumentType",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType", required=True),),
            ),
            SimpleContent(
                "Elhub_EndUserIdentifierType",
                "String11Type",
                (AttributeUse("schemeAgencyIdentifier", "Elhub_schemeAgencyIdentifierType", required=True),),
            ),
            SimpleContent(
                "Elhub_EnergyPartyIdentifierType",
                "String13Type",
                (AttributeUse("schemeAgencyIdentifier", "schemeAgencyIdentifierGS1Type", required=True),),
            ),
            SimpleContent(
                "Elhub_MeteringGridAreaIdentifierType",
                "String16Type",
                (AttributeUse("schemeAgencyIdentifier", "schemeAgencyIdentifierEICType", required=True),),
            ),
            SimpleContent(
                "Elhub_MeteringPointIdentifierType",
                "MeteringPointType",
                (AttributeUse("schemeAgencyIdentifier", "schemeAgencyIdentifierGS1Type", required=True),),
            ),
            SimpleContent(
                "Elhub_MeteringPointTypeCodeType",
                "Elhub_MeteringPointTypeCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType260", required=True),),
            ),
            SimpleContent(
                "Elhub_MeterReadingCharacteristicsType",
                "MeterReadingCharacteristicsCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType260", required=True),),
            ),
            SimpleContent(
                "Elhub_PhysicalStatusCodeType",
                "Elhub_PhysicalStatusCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType260", required=True),),
            ),
            SimpleContent(
                "Elhub_ProductIdentifierType",
                "Elhub_ProductIdentifierCode",
                (
                    AttributeUse(
                        "schemeAgencyIdentifier", "schemeAgencyIdentifierGS1ElhubType", required=True
                    ),
                ),
            ),
            SimpleContent(
                "Elhub_ResponseReasonCodeType",
                "Elhub_ResponseReasonCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType89_260", required=True),),
            ),
            SimpleContent(
                "Elhub_SettlementMethodCodeType",
                "Elhub_SettlementMethodCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType89_260", required=True),),
            ),
            SimpleContent(
                "EstimatedQuantityType",
                "decimal153",
                (
                    AttributeUse("Quality", "EstimatedQualityCodeType", required=True),
                    AttributeUse("ValidationCode", "ValidationCodeType", required=True),
                    AttributeUse("EstimationCode", "EstimationCodeType", required=True),
                ),
            ),
            SimpleContent("MeteredQuantityType", "decimal153", ()),
            SimpleContent(
                "ProductionCodeType",
                "ProductionCode",
                (AttributeUse("listAgencyIdentifier", "listAgencyIdentifierType89", required=True),),
            ),
            SimpleContent("ProfiledEstimatedQuantityType", "decimal153Negative", ()),
            SimpleContent(
                "ProfiledMeteredQuantityType",
                "decimal153Negative",
                (AttributeUse("MeterReadReasonCode", "MeterReadReasonCodeType", required=True),),
            ),
            SimpleContent(
                "ProfiledMeterIndexType",
                "decimal153",
                (AttributeUse("MeterReadReasonCode", "MeterReadReasonCodeType", required=True),),
            ),
            SimpleContent(
                "ProfiledStipulatedQuantityType",
                "decimal153Negative",
                (AttributeUse("MeterReadReasonCode", "MeterReadReasonCodeType", required=True),),
            ),
            SimpleContent(
                "TemporaryQuantityType",
                "decimal153",
                (
                    AttributeUse("ValidationCode", "ValidationCodeType", required=True),
                    AttributeUse("EstimationCode", "EstimationCodeType", required=False),
                ),
            ),
        )
    }
)
