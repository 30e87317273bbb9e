import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.GregorianCalendar;
import java.util.UUID;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import no.elhub.emif.common.aggregatedbusinessinformationentities.v2.*;
import no.elhub.emif.common.businessdatatype.v2.*;
import no.elhub.emif.market.requeststartofsupply.v2.RequestStartOfSupply;
import no.elhub.emif.pollfordata.v2.PollForData;
import no.elhub.emif.wsdl.marketprocesses.v2.MarketProcessesService;
import no.elhub.emif.wsdl.marketprocesses.v2.RequestStartOfSupplyRequest;
import no.elhub.emif.wsdl.polling.marketprocesses.v2.MarketProcessesPollingService;
import no.elhub.emif.wsdl.polling.marketprocesses.v2.PollForDataRequest;
import no.elhub.emif.wsdl.polling.marketprocesses.v2.PollForDataResponse;

/** A supplier takes over the house, and polls the confirmation: with classes made from the addresses of two definitions. */
public class Switch {
    static final String SUPPLIER = "7080009995012";
    static final String ELHUB = "7080003824349";
    static final ZoneId OSLO = ZoneId.of("Europe/Oslo");

    public static void main(String[] arguments) throws Exception {
        RequestStartOfSupply message = new RequestStartOfSupply();
        message.setHeader(header("392"));
        message.getHeader().setRequestPositiveAcknowledgement(true);
        message.setProcessEnergyContext(context(BRSIdentification.BRS_NO_101));
        message.setPayloadMPEvent(switchOfTheHouse());
        RequestStartOfSupplyRequest request = new RequestStartOfSupplyRequest();
        request.setRequestStartOfSupply(message);
        new MarketProcessesService().getMarketProcesses().requestStartOfSupply(request);

        PollForData poll = new PollForData();
        poll.setHeader(header("21"));
        poll.setProcessEnergyContext(context(BRSIdentification.POLL));
        poll.setPayload(new ElhubPollForData());
        PollForDataRequest asked = new PollForDataRequest();
        asked.setPollForData(poll);
        PollForDataResponse result =
            new MarketProcessesPollingService().getMarketProcessesPolling().pollForData(asked);
        result.getResultDataSet()
            .getRequestStartOfSupplyOrRequestEndOfSupplyOrRequestUpdateMasterDataMeteringPoint()
            .forEach(answer -> System.out.println(answer.getClass().getSimpleName()));
    }

    static ElhubHeaderType header(String documentType) throws Exception {
        ElhubDocumentNameCodeType type = new ElhubDocumentNameCodeType();
        type.setValue(documentType);
        type.setListAgencyIdentifier("6");
        ElhubHeaderType header = new ElhubHeaderType();
        header.setIdentification(UUID.randomUUID().toString());
        header.setDocumentType(type);
        header.setCreation(instant(ZonedDateTime.now(ZoneId.of("UTC")).truncatedTo(ChronoUnit.SECONDS)));
        header.setPhysicalSenderEnergyParty(party(SUPPLIER));
        header.setJuridicalSenderEnergyParty(party(SUPPLIER));
        header.setJuridicalRecipientEnergyParty(party(ELHUB));
        return header;
    }

    static ElhubEnergyContextType context(BRSIdentification brs) {
        ElhubBusinessProcessType process = new ElhubBusinessProcessType();
        process.setValue(brs);
        process.setListAgencyIdentifier("89");
        ElhubBusinessProcessRoleType role = new ElhubBusinessProcessRoleType();
        role.setValue(ElhubBusinessProcessRole.DDQ);
        role.setListAgencyIdentifier("6");
        ElhubEnergyContextType context = new ElhubEnergyContextType();
        context.setEnergyBusinessProcess(process);
        context.setEnergyBusinessProcessRole(role);
        context.setEnergyIndustryClassification("23");
        return context;
    }

    static ElhubRequestStartOfSupplyType switchOfTheHouse() throws Exception {
        ElhubMeteringPointIdentifierType number = new ElhubMeteringPointIdentifierType();
        number.setValue("707057599800003015");
        number.setSchemeAgencyIdentifier("9");
        ElhubMeteringPointType point = new ElhubMeteringPointType();
        point.setIdentification(number);
        ElhubEndUserIdentifierType birthNumber = new ElhubEndUserIdentifierType();
        birthNumber.setValue("01819010001");
        birthNumber.setSchemeAgencyIdentifier("Z01");
        ElhubCustomerPartyStartOfSupplyType customer = new ElhubCustomerPartyStartOfSupplyType();
        customer.setIdentification(birthNumber);
        customer.setGivenName("Test");
        customer.setFamilyName("Testesen");
        ElhubRequestStartOfSupplyType payload = new ElhubRequestStartOfSupplyType();
        payload.setStartOfOccurrence(instant(LocalDate.now(OSLO).plusDays(14).atStartOfDay(OSLO)));
        payload.setMeteringPointUsedDomainLocation(point);
        payload.setBalanceSupplierInvolvedEnergyParty(party(SUPPLIER));
        payload.setConsumerInvolvedCustomerParty(customer);
        payload.getConsumerInvolvedCustomerAddress().add(address());
        return payload;
    }

    static ElhubInvoiceeAddressType address() {
        ElhubCountryCodeType country = new ElhubCountryCodeType();
        country.setValue(CountryCode.NO);
        country.setListAgencyIdentifier("5");
        ElhubInvoiceeAddressType address = new ElhubInvoiceeAddressType();
        address.setAddressType(AddressTypeType.POSTALADR);
        address.setStreetName("Eksempelveien");
        address.setBuildingNumber("7");
        address.setPostcode("0001");
        address.setCityName("EKSEMPELBYEN");
        address.setCountryCode(country);
        return address;
    }

    static ElhubEnergyPartyType party(String gln) {
        ElhubEnergyPartyIdentifierType number = new ElhubEnergyPartyIdentifierType();
        number.setValue(gln);
        number.setSchemeAgencyIdentifier("9");
        ElhubEnergyPartyType party = new ElhubEnergyPartyType();
        party.setIdentification(number);
        return party;
    }

    static XMLGregorianCalendar instant(ZonedDateTime when) throws Exception {
        ZonedDateTime utc = when.withZoneSameInstant(ZoneId.of("UTC"));
        XMLGregorianCalendar instant =
            DatatypeFactory.newInstance().newXMLGregorianCalendar(GregorianCalendar.from(utc));
        instant.setMillisecond(javax.xml.datatype.DatatypeConstants.FIELD_UNDEFINED);
        return instant;
    }
}
